package config

// Secrets are those that tokens may be signed with, the one in use first, and
// during a change the one before.
func (s Server) Secrets() []string {
	out := []string{s.Secret.Reveal()}
	if !s.PreviousSecret.Empty() {
		out = append(out, s.PreviousSecret.Reveal())
	}
	return out
}
