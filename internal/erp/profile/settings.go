package profile

import (
	"strings"

	"wpbridge/configs/profiles"
	"wpbridge/internal/erp"
	"wpbridge/internal/erp/profile/schema"
)

// varsName is the setting that holds the variables.
const varsName = "vars"

func settings() []erp.Setting {
	return []erp.Setting{
		{
			Name: "file", Required: true, Local: true, Offered: profiles.Names(),
			Help: "The profile that describes the business system: the name of one that comes with wpbridge (sors, sedona), or, in the settings file of the program only, the path of a YAML file.",
		},
		{Name: "base_url", Help: "Address of the business system, where the profile does not know it or another one is to be used."},
		{Name: "folder", Local: true, Help: "The directory in which the business system leaves its files, for profiles that read files."},
		{Name: "secret", Secret: true, Help: "The key or password that the profile uses as {{.secret}}."},
		{Name: varsName, Map: true, Help: "The variables that the profile declares, by name; \"wpbridge profile check FILE\" lists them. Names that begin with secret_ are never shown."},
	}
}

// variables are the variables of the chosen profile, those that must be set first.
func variables(s erp.Settings) ([]erp.Setting, error) {
	if s["file"] == "" {
		return nil, nil
	}
	p, err := Load(s["file"])
	if err != nil {
		return nil, err
	}
	var out []erp.Setting
	for _, name := range p.Names() {
		out = append(out, variable(name, p.Vars[name]))
	}
	return out, nil
}

func variable(name string, v *schema.Var) erp.Setting {
	s := erp.Setting{
		Name: varsName + "." + name, Help: v.Help, Required: v.Required, Secret: strings.HasPrefix(name, "secret_"),
		List: v.List, OneOf: v.OneOf, Reference: v.Reference, Unverified: v.Unverified,
	}
	if v.Default != nil {
		s.Default = *v.Default
	}
	if v.NewestOf != "" {
		s.Reference, s.Newest = v.NewestOf, true
	}
	return s
}
