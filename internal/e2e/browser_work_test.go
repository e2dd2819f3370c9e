package e2e_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"wpbridge/internal/shoptest"
)

// crawl has the ERP take its time, so that progress can be seen.
const crawl = "slow=1:400ms"

func match(w *front) {
	w.page("sync")
	w.sees("Connected with Sitoo.", "No product is linked yet", "Stock, what changed", "Has not run yet", "Only by hand")
	w.look("sync-unlinked")

	w.page("match")
	w.sees("have not been compared yet. Comparing changes nothing")
	w.look("match-before")
	w.faults(crawl)
	w.press("Match now")
	w.seesIn(".wpbridge-bar", "Reading from the business system")
	w.look("match-running")
	w.faults("")
	w.sees("New pairs: 65.", "Only in the business system")
	w.look("match-report")

	w.press("Only in the business system")
	w.seesIn("#wpbridge-content", hostile, `"><b data-injected>`)
	w.look("match-class")
	w.press("Accept the new pairs")
	w.seesIn("#wpbridge-report", "Linked 65")
	w.leaves("Accept the new pairs")
	w.look("match-accepted")
}

func finder(w *front) {
	w.page("finder")
	w.seesIn("#wpbridge-content", hostile, "Entries: 1")
	w.look("finder-erp")
	w.fill("#wpbridge-content input[type=search]", "nothing is called so")
	w.press("Search")
	w.sees("Nothing was found.")
	w.fill("#wpbridge-content input[type=search]", "Evil")
	w.press("Search")
	w.seesIn("#wpbridge-content", "Entries: 1")
	w.press("Only in the shop")
	w.sees("Every product of the shop has its item in the business system.")
	w.look("finder-shop")
}

// run starts a job from the tab Sync and waits for its end, in words.
func (w *front) run(job, end string) {
	w.t.Helper()
	w.page("sync")
	w.press("Run now: " + job)
	w.sees(job + ": " + end)
}

// last opens the last run of a job.
func (w *front) last(job string) {
	w.t.Helper()
	w.do("open the last run of "+job, chromedp.Click(`//tr[th[contains(., `+quote(job)+`)]]//a[contains(@href, "run=")]`, chromedp.NodeVisible))
}

func syncing(w *front) {
	w.page("sync")
	w.sees("Linked products: 65.")
	w.faults(crawl)
	w.press("Run now: Stock, everything")
	w.seesIn(".wpbridge-bar", "Reading from the business system", "Cancel")
	w.until("the bar moves", `Array.from(document.querySelectorAll('.wpbridge-meter')).some((m) => m.value > 0)`)
	w.look("sync-running")
	w.faults("")
	w.sees("Stock, everything: Done. Changed: 1 · Right already: 64.")
	require.Equal(w.t, "40", w.stock(w.sold.Mug))
	w.look("sync-done")

	w.last("Stock, everything")
	w.sees("Stock, everything", "by hand", "MUG", "Stock 50 → 40")
	w.look("run")
	w.fill("input[type=search]", "PLATE")
	w.press("Search")
	w.sees("Nothing was found.")
	w.fill("input[type=search]", "MUG")
	w.press("Search")
	w.sees("Entries: 1")
	w.export("MUG")

	w.press("Undo…")
	w.sees("The products of this run get back what they had before it. Products: 1.")
	w.look("run-undo")
	w.press("Leave it")
	w.leaves("The products of this run get back")
	require.Equal(w.t, "40", w.stock(w.sold.Mug))
	w.press("Undo…")
	w.press("Undo this run")
	w.sees("Undo of run 3", "Stock 40 → 50")
	require.Equal(w.t, "50", w.stock(w.sold.Mug))
	w.look("run-undone")
}

// export saves the changes of the run that is open.
func (w *front) export(sku string) {
	dir := w.t.TempDir()
	_, err := chromedp.CallBrowser(w.ctx, downloads.SetDownloadBehavior, downloads.SetDownloadBehaviorParams{Behavior: downloads.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
	require.NoError(w.t, err)
	w.press("Export CSV")
	require.Eventually(w.t, func() bool {
		files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
		if err != nil || len(files) == 0 {
			return false
		}
		text, err := os.ReadFile(files[0])
		return err == nil && regexp.MustCompile(sku+`.*50.*40`).Match(text) && strings.Count(string(text), "\n") == 2
	}, patience, patience/300)
}

func cancel(w *front) {
	w.has("MUG", 41)
	w.page("sync")
	w.faults("slow=1:2s")
	w.press("Run now: Stock, everything")
	w.seesIn(".wpbridge-bar", "Reading from the business system")
	w.click(".wpbridge-bar:not([hidden]) button")
	w.faults("")
	w.sees("Stock, everything: Failed.")
	w.look("sync-cancelled")
	require.Equal(w.t, "50", w.stock(w.sold.Mug), "nothing was written")
	w.settings("log")
	w.sees("Last runs with errors", "Stock, everything", "failed", "cancelled")
	w.look("log")
}

func preview(w *front) {
	w.page("sync")
	w.press("Preview: Stock, everything")
	w.sees("Stock, everything (preview): Done. Would change: 1")
	require.Equal(w.t, "50", w.stock(w.sold.Mug))
	w.press("Look at it")
	w.sees("What would change", "Stock 50 → 41")
	w.look("run-preview")
	w.run("Stock, everything", "Done. Changed: 1")
	require.Equal(w.t, "41", w.stock(w.sold.Mug))
	w.page("history")
	w.sees("(preview)", "Undo of run 3", "Matching", "Failed")
	w.look("history")
	w.choose("#wpbridge-filters [name=status]", "failed")
	w.press("Filter")
	w.leaves("(preview)")
	w.sees("Failed")
}

func held(w *front) {
	w.run("Prices", "Done.")
	require.NoError(w.t, w.sim.SetPrice(shoptest.SKU(1), "999.00", ""))
	w.run("Prices", "Waits for approval.")
	w.look("sync-held")
	w.press("Look at it and decide")
	w.sees("Nothing was changed. This run waits for you because:", "Regular price", "999")
	w.look("run-held")
	w.press("Approve…")
	w.sees("The changes listed below are written to the shop. Products: 1.")
	w.look("run-approve")
	w.press("Approve and carry out")
	w.sees("Done", "Changed: 1")
	require.Equal(w.t, "999", w.Value(w.t, "SELECT FORMAT(max_price, 0) FROM "+w.Table("wc_product_meta_lookup")+" WHERE sku = ?", shoptest.SKU(1)))
	w.look("run-approved")
}
