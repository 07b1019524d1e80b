package builtin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

// conflicts fails when another open release is in the way: it is in its deploy
// phase, or planned within a day of this one, and changes a component that this
// one reaches. The reason names each with what they have in common.
func (r records) conflicts(ctx context.Context, v client.CaseView, _ executor.Call) (outputs, error) {
	reach, err := r.reach(ctx, v.CIs)
	if err != nil {
		return nil, err
	}
	others, err := r.Touching(ctx, me, reach)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, other := range others {
		if why := inTheWay(other, v); why != "" && other.Case != v.ID {
			found = append(found, fmt.Sprintf("%s %s and changes %s", other.Case, why, strings.Join(common(other.CIs, reach), ", ")))
		}
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("in the way: %s", strings.Join(found, "; "))
	}
	return nil, nil
}

// inTheWay says how another release collides in time, "" when it does not.
func inTheWay(other service.Touch, v client.CaseView) string {
	switch {
	case other.Phase == "deploy":
		return "is being deployed"
	case other.T != nil && v.T != nil && other.T.Sub(*v.T).Abs() < 24*time.Hour:
		return "is planned for " + other.T.UTC().Format("2 Jan 2006 15:04 MST")
	default:
		return ""
	}
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}
