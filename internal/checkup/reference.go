package checkup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wpbridge/internal/commerce"
	"wpbridge/internal/erp"
)

// reference compares a setting's values with the list that offers its choices.
func (r *Report) reference(ctx context.Context, f erp.Factory, s erp.Setting, value string, o *erp.Ops) {
	name, key := "erp "+s.Name[strings.LastIndexByte(s.Name, '.')+1:], f.Name+"."+s.Name
	list, err := o.ListReference(ctx, s.Reference)
	if errors.Is(err, erp.ErrIncomplete) {
		return // what is missing has a line of its own
	}
	if err != nil {
		r.Fail(name, fmt.Errorf("fetch the list of %s: %w", s.Reference, err), "")
		return
	}
	if value == "" {
		value = s.Default
	}
	newest, newer := value, ""
	if s.Newest {
		newest, newer = current(list, value)
	}
	chosen, missing := choose(list, newest)
	choices := "there are: " + names(list)
	switch {
	case len(missing) > 0:
		r.Fail(name, fmt.Errorf("%s names %s, which %s does not have", key, strings.Join(missing, ", "), f.Title), choices)
	case len(chosen) == 0 && s.Required:
		r.Fail(name, fmt.Errorf("%s is missing: %s", key, s.Help), choices)
	case len(chosen) == 0:
		r.OK(name, "nothing chosen; %s", choices)
	case newer != "":
		r.Warn(name, fmt.Sprintf("%s is %s, but there is %s by now", key, value, newer),
			fmt.Sprintf("set it to %s, or to %s* to follow the newest from now on", newer, strings.TrimRight(value, "0123456789")))
	default:
		r.OK(name, "%s", names(chosen))
	}
}

// current is the entry that value means: the newest where it ends in *. newer is
// one that has come after an entry named outright.
func current(list []commerce.Reference, value string) (id, newer string) {
	var ids []string
	for _, x := range list {
		ids = append(ids, x.ID)
	}
	if prefix, follows := strings.CutSuffix(value, "*"); follows {
		if id := erp.Newest(ids, prefix); id != "" {
			return id, ""
		}
		return value, ""
	}
	return value, erp.Newer(ids, value)
}

func choose(list []commerce.Reference, value string) (chosen []commerce.Reference, missing []string) {
	for id := range strings.SplitSeq(value, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		i := slices.IndexFunc(list, func(x commerce.Reference) bool { return x.ID == id })
		if i < 0 {
			missing = append(missing, id)
			continue
		}
		chosen = append(chosen, list[i])
	}
	return chosen, missing
}

func names(list []commerce.Reference) string {
	const most = 12
	var out []string
	for i, x := range list {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(list)-most))
			break
		}
		if x.Name == x.ID {
			x.Name = ""
		}
		out = append(out, strings.TrimSpace(x.ID+" "+x.Name))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
