package job

import (
	"iter"
	mathbits "math/bits"

	"wpbridge/internal/ledger"
)

// bits is a set of link numbers, one bit each.
type bits struct{ words []uint64 }

func newBits(n int) *bits { return &bits{make([]uint64, n/64+1)} }

func (b *bits) set(i uint32) { b.words[i/64] |= 1 << (i % 64) }

func (b *bits) has(i uint32) bool { return b.words[i/64]&(1<<(i%64)) != 0 }

func (b *bits) size() int { return len(b.words) * 64 }

func (b *bits) count() int {
	n := 0
	for _, w := range b.words {
		n += mathbits.OnesCount64(w)
	}
	return n
}

// pages yields the set in ascending order, size numbers at a time.
func (b *bits) pages(size int) iter.Seq2[int, []ledger.LinkID] {
	return func(yield func(int, []ledger.LinkID) bool) {
		page, n := make([]ledger.LinkID, 0, size), 0
		for w, word := range b.words {
			for ; word != 0; word &= word - 1 {
				page = append(page, ledger.LinkID(w*64+mathbits.TrailingZeros64(word)))
				if len(page) == size {
					if !yield(n, page) {
						return
					}
					page, n = page[:0], n+1
				}
			}
		}
		if len(page) > 0 {
			yield(n, page)
		}
	}
}
