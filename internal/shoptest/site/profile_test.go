package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest/site"
)

const (
	profileFile = `{"name":"file","one_of":["sedona","sors"]}`
	profileVars = `,{"name":"vars.database","help":"The <database>.","required":true,"reference":"databases","newest":true,"mode":"live"},
		{"name":"vars.format","help":"How answers are written.","required":true,"unverified":true,"one_of":["json","iso-8859-2"],"mode":"live"},
		{"name":"vars.secret_pin","help":"A secret.","secret":true,"mode":"live"},{"name":"vars.units","help":"Units.","list":true,"default":"1","mode":"live"},
		{"name":"vars.of_the_test","help":"Only there.","mode":"test"},{"name":"vars.a.b"},{"name":"vars.Evil"}`
	profileKeys = `{"settings":[{"key":"erp.name"},{"key":"erp.mode"},{"key":"profile.file"FILE},{"key":"profile.vars.database"},{"key":"profile.vars.format"},
		{"key":"profile.vars.secret_pin"},{"key":"profile.vars.units"},{"key":"profile.test.vars.of_the_test"}]}`
)

func profileSystem(settings string) string {
	return `{"connectors":[{"name":"profile","title":"profile","settings":[` + settings + `]}]}`
}

func testProfile(t *testing.T, s *site.Site) {
	keys := strings.Replace(profileKeys, "FILE", "", 1)
	back := newSidecar(t, map[string]string{"GET /v1/connectors": profileSystem(profileFile), "GET /v1/config": keys, "GET /v1/status": status})
	s.PHP(t, `delete_option( 'wpbridge_connectors' );`, nil)
	s.Pair(t, back.URL)
	owner := s.Login(t, "admin", "admin")

	f := form(t, owner, "")
	require.Empty(t, f.Get("wpbridge_profile__file"), "nothing is chosen for the owner")
	f.Set("wpbridge_erp__name", "profile")
	f.Set("wpbridge_profile__file", "sors")
	back.say("GET /v1/connectors", profileSystem(profileFile+profileVars))
	page := owner.Post(t, tab, f).Body
	require.Contains(t, page, "Your settings have been saved.")
	require.Contains(t, page, "SORS, Sedona Retail, or another by a profile")
	field := func(name string) string {
		return regexp.MustCompile(`(?s)<tr[^>]*>(?:[^<]|<[^/]|</[^t]|</t[^r])*id="wpbridge_profile__` + name + `".*?</tr>`).FindString(page)
	}
	for name, marks := range map[string][]string{
		"vars__database":          {"Database", "The &lt;database&gt;.", `data-reference="databases"`, `data-newest="1"`, `data-mode="live"`, `data-name="vars.database"`},
		"vars__format":            {"How answers are written. Not public: ask the vendor.", "Choose…", "iso-8859-2", "JSON"},
		"vars__secret_pin":        {`type="password"`, `data-extra="1"`},
		"vars__units":             {`value="1"`, `data-many="1"`},
		"test__vars__of_the_test": {`data-mode="test"`},
	} {
		for _, mark := range marks {
			require.Contains(t, field(name), mark, name)
		}
	}
	require.Less(t, strings.Index(page, "What the profile needs"), strings.Index(page, "What else the profile can be told"))
	require.NotContains(t, page, "vars.a.b")
	require.NotContains(t, page, "Evil")

	f = form(t, owner, "")
	require.Empty(t, f.Get("wpbridge_profile__vars__format"), "what is not public is not guessed")
	f.Set("wpbridge_profile__vars__database", "Shop*")
	f.Set("wpbridge_profile__vars__format", "json")
	f.Set("wpbridge_profile__vars__secret_pin", password)
	require.NotContains(t, owner.Post(t, tab, f).Body, password)
	got := options(t, s)
	require.Equal(t, []string{"Shop*", "json", "1"}, []string{got["wpbridge_profile__vars__database"], got["wpbridge_profile__vars__format"], got["wpbridge_profile__vars__units"]})
	require.Regexp(t, "^wpb1:", got["wpbridge_profile__vars__secret_pin"])
	owner.Post(t, tab, form(t, owner, ""))
	require.Equal(t, got["wpbridge_profile__vars__secret_pin"], options(t, s)["wpbridge_profile__vars__secret_pin"])

	f = form(t, owner, "")
	f.Set("wpbridge_profile__file", "/etc/passwd")
	require.Contains(t, owner.Post(t, tab, f).Body, "must be one of the choices offered")
	f.Set("wpbridge_profile__file", "sedona")
	owner.Post(t, tab, f)
	for option := range options(t, s) {
		require.NotContains(t, option, "__vars__", "what was filled in for another system means nothing to this one")
	}

	back.say("GET /v1/config", strings.Replace(profileKeys, "FILE", `,"fixed":true,"origin":"file","detail":"w.yaml:9","value":"/etc/mine.yaml"`, 1))
	page = owner.Get(t, tab).Body
	require.Contains(t, field("file"), "/etc/mine.yaml")
	require.Contains(t, field("file"), "Fixed in the file w.yaml:9 on the server.")
	s.PHP(t, `delete_option( 'wpbridge_connectors' ); delete_option( 'wpbridge_erp__name' );`, nil)
}
