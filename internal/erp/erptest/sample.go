package erptest

import (
	"time"

	"github.com/shopspring/decimal"
)

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

func rate(percent int64) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.NewFromInt(percent))
}

func sampleTime() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }
