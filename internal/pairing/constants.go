package pairing

// The constants of wp-config.php by which the plugin knows the sidecar. Where
// they are set they win over its options.
const (
	URLConstant    = "WPBRIDGE_URL"
	SecretConstant = "WPBRIDGE_SECRET"
	KeyConstant    = "WPBRIDGE_KEY"
)
