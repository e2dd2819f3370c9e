package httpapi

import (
	"context"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/auth"
	"wpbridge/internal/state"
)

func spec(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(openapiText)
	require.NoError(t, err)
	require.NoError(t, doc.Validate(context.Background()))
	return doc
}

func TestRoutesAndDescriptionAgree(t *testing.T) {
	t.Parallel()
	doc := spec(t)
	described := map[string]*openapi3.Operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			described[method+" "+path] = op
		}
	}
	for _, r := range (&api{}).routes() {
		name := r.method + " " + r.path
		op := described[name]
		require.NotNil(t, op, "%s is not described", name)
		delete(described, name)
		open := op.Security != nil && len(*op.Security) == 0
		require.Equal(t, len(r.scopes) == 0, open, name)
		if !open {
			require.True(t, strings.HasPrefix(op.Description, "Scope: "+strings.Join(r.scopes, " or ")+"."), "%s: %s", name, op.Description)
		}
		for _, s := range r.scopes {
			require.Contains(t, auth.Scopes(), s)
		}
		require.Less(t, r.within(), Server(nil, quietLog()).WriteTimeout, "%s: the answer must still get out", name)
	}
	require.Empty(t, described, "described, but not there")
}

func TestCatalogueAndDescriptionAgree(t *testing.T) {
	t.Parallel()
	doc := spec(t)
	for _, v := range doc.Components.Schemas["Problem"].Value.Properties["code"].Value.Enum {
		require.GreaterOrEqual(t, code(v.(string)).status(), 400, "%v has no status", v)
	}
	var classes []state.Class
	for _, v := range doc.Components.Schemas["Class"].Value.Enum {
		classes = append(classes, state.Class(v.(string)))
	}
	require.Equal(t, state.Classes(), classes)
}

func TestFormulasAreHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"":                       "",
		"SKU-1":                  "SKU-1",
		"12.50":                  "12.50",
		"-3":                     "-3",
		"+4.5":                   "+4.5",
		"ab=cd":                  "ab=cd",
		"=1+1":                   "'=1+1",
		`=HYPERLINK("http://x")`: `'=HYPERLINK("http://x")`,
		"+1-cmd|' /C calc'!A0":   "'+1-cmd|' /C calc'!A0",
		"-2+3":                   "'-2+3",
		"@SUM(A1)":               "'@SUM(A1)",
		" =1":                    "' =1",
		"\t=1":                   "'\t=1",
		"\r1":                    "'\r1",
		"＝1+1":                   "'＝1+1",
		"　＋1":                    "'　＋1",
		"＠x":                     "'＠x",
	} {
		require.Equal(t, want, harmless(cell))
	}
}
