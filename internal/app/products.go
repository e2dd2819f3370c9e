package app

import (
	"context"
	"fmt"
	"sync"

	"wpbridge/internal/httpapi"
	"wpbridge/internal/job"
	"wpbridge/internal/ledger"
	"wpbridge/internal/state"
)

var _ httpapi.Products = (*products)(nil)

// products answers from the books what belongs together.
type products struct {
	*state.Store
	service *Service

	mu    sync.Mutex
	match httpapi.Match
	of    string // the match run and the login that the report is of
}

// LastMatch implements httpapi.Products. Counting a large catalogue takes
// seconds, and only another match changes what it finds: the report is kept
// until then.
func (p *products) LastMatch(ctx context.Context) (httpapi.Match, error) {
	runs, err := p.RunsLike(ctx, state.RunFilter{Job: job.Matching, Status: ledger.Done, Limit: 1})
	if err != nil || len(runs) == 0 {
		return httpapi.Match{}, err
	}
	r, err := p.service.runner(ctx, false)
	if err != nil {
		return httpapi.Match{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if of := fmt.Sprint(runs[0].ID, r.Account); p.of != of {
		report, err := r.LastMatch(ctx)
		if err != nil {
			return httpapi.Match{}, err
		}
		p.match, p.of = httpapi.Match{Report: report}, of
		if report.Key != "" {
			p.match.At = moment(runs[0].Finished)
		}
	}
	return p.match, nil
}

// Why implements httpapi.Products.
func (p *products) Why(ctx context.Context, sku string) ([]job.Why, error) {
	r, err := p.service.runner(ctx, false)
	if err != nil {
		return nil, err
	}
	return r.Why(ctx, sku)
}
