package config

// Secrets are those that tokens may be signed with, the one in use first.
func (s Server) Secrets() []string { return []string{s.Secret.Reveal()} }
