package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

const (
	// envScreenshots names a folder for pictures of every page that is looked at.
	envScreenshots = "WPBRIDGE_SCREENSHOTS"

	patience = 30 * time.Second // until a page shows what is waited for
	wide     = 1280
	slim     = 390
)

// browser is a person at a Chromium, on one page after another. What a script
// breaks and every dialog that pops up fails the test.
type browser struct {
	t    *testing.T
	ctx  context.Context //nolint:containedctx // chromedp keeps the browser in it
	base string

	mu     sync.Mutex
	faults []string
}

// chromium starts one that has never been anywhere.
func chromium(t *testing.T, base string) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIP end-to-end: no Chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-US"), chromedp.WindowSize(wide, 900))
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	return (&browser{t: t, ctx: ctx, base: base}).start(chromedp.WithErrorf(func(string, ...any) {}))
}

// another is a person at the same machine whom the shop does not know.
func (b *browser) another(t *testing.T) *browser {
	t.Helper()
	return (&browser{t: t, ctx: b.ctx, base: b.base}).start(chromedp.WithNewBrowserContext())
}

func (b *browser) start(options ...chromedp.ContextOption) *browser {
	ctx, end := chromedp.NewContext(b.ctx, options...)
	b.t.Cleanup(end)
	b.ctx = ctx
	require.NoError(b.t, chromedp.Listen(ctx, b.hear)) // starts it, without a time limit, which would end it
	b.do("start Chromium", chromedp.EmulateViewport(wide, 900))
	return b
}

// as is the same browser for a part of the test.
func (b *browser) as(t *testing.T) *browser {
	b.t = t
	return b
}

func (b *browser) hear(event any) {
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		if e.Type != page.DialogTypeBeforeunload {
			b.fault("a dialog opened: " + e.Message)
		}
		go func() {
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	case *runtime.EventExceptionThrown:
		if text := fmt.Sprintf("%s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception); strings.Contains(text+e.ExceptionDetails.URL, "wpbridge") {
			b.fault("a script broke: " + text)
		}
	}
}

func (b *browser) fault(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, text)
}

// sound fails when something broke, or when a name from shop or ERP has become
// markup. Customers are shown names by WooCommerce, which lets harmless markup be.
func (b *browser) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(b.t, b.faults)
	require.False(b.t, ask[bool](b, `'injected' in window || location.pathname.startsWith('/wp-admin/') && !!document.querySelector('[data-injected]')`), "a name became markup")
}

// do acts, within the time that a person would wait.
func (b *browser) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.fail(what, err)
	}
}

// fail tells what the page shows instead.
func (b *browser) fail(what string, err error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	url, _ := chromedp.Run(ctx, chromedp.Location())
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText.split('\\n').filter((l) => l.trim()).join('\\n')`))
	if dir := os.Getenv(envScreenshots); dir != "" {
		b.picture(filepath.Join(dir, "failed"))
	}
	b.t.Fatalf("%s: %v\nat %s, which says:\n%.3000s", what, err, url, text)
}

// ask evaluates JavaScript in the page; false, "" or 0 where that cannot be done
// because the page is just changing.
func ask[T any](b *browser, js string) (out T) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	out, _ = chromedp.Run(ctx, chromedp.Evaluate[T](js))
	return out
}

// act runs JavaScript for what it does.
func act(js string) chromedp.Action[chromedp.Void] { return chromedp.Evaluate[chromedp.Void](js) }

// until waits for JavaScript to be true.
func (b *browser) until(what, js string) {
	b.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !ask[bool](b, "Boolean("+js+")") {
		select {
		case <-late:
			b.fail("wait until "+what, fmt.Errorf("not within %s", patience))
		case <-tick.C:
		}
	}
}

// open goes to a page of the shop.
func (b *browser) open(path string) {
	b.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = b.base + path
	}
	b.do("open "+path, chromedp.Navigate(path))
	b.sound()
}

// reopen loads the page again and again until it says so: what is outside of the
// shop becomes known to it in its own time.
func (b *browser) reopen(text string) {
	b.t.Helper()
	for late := time.Now().Add(patience); !ask[bool](b, within("body")+`.includes(`+quote(text)+`)`); {
		if time.Now().After(late) {
			b.fail("reload until "+text, fmt.Errorf("not within %s", patience))
		}
		b.do("reload", chromedp.Reload())
	}
	b.sound()
}

// within is JavaScript for the text that a person reads in an element.
func within(selector string) string {
	return `Array.from(document.querySelectorAll(` + quote(selector) + `)).map((e) => e.innerText).join(' ').replace(/\s+/g, ' ')`
}

// sees waits until the page says all of these, in words.
func (b *browser) sees(texts ...string) {
	b.t.Helper()
	b.seesIn("body", texts...)
}

// seesIn waits until a part of the page does.
func (b *browser) seesIn(selector string, texts ...string) {
	b.t.Helper()
	for _, text := range texts {
		b.until(selector+" says "+text, within(selector)+`.includes(`+quote(text)+`)`)
	}
}

// leaves waits until the page does not say it any more.
func (b *browser) leaves(text string) {
	b.t.Helper()
	b.until("the page does not say "+text, `!`+within("body")+`.includes(`+quote(text)+`)`)
}

// button is where one is that says so, to the eye or to the ear.
func button(text string) string {
	return fmt.Sprintf(`//*[self::button or self::a or self::input][normalize-space(.)=%[1]s or @aria-label=%[1]s or @value=%[1]s]`, quote(text))
}

// press clicks what says so.
func (b *browser) press(text string) {
	b.t.Helper()
	b.do("press "+text, chromedp.Click(button(text), chromedp.NodeVisible, chromedp.NodeEnabled))
}

// click clicks an element.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible, chromedp.NodeEnabled))
}

// leave clicks an element and waits for the page that follows.
func (b *browser) leave(selector string) {
	b.t.Helper()
	ask[bool](b, `window.here = true`)
	b.click(selector)
	b.until("another page", `!window.here && 'complete' === document.readyState`)
	b.sound()
}

// fill types into a field, in place of what it holds.
func (b *browser) fill(selector, text string) {
	b.t.Helper()
	b.do("fill "+selector, chromedp.WaitVisible(chromedp.CSS(selector)), chromedp.Focus(chromedp.CSS(selector)), act(`document.activeElement.select()`),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
			return err
		}), act(`document.activeElement.dispatchEvent(new Event('change', { bubbles: true }))`))
}

// choose takes an entry of a list.
func (b *browser) choose(selector, value string) {
	b.t.Helper()
	b.until(selector+" offers "+value, `document.querySelector(`+quote(selector+` option[value="`+value+`"]`)+`)`)
	b.do("choose "+value, act(`(() => { const s = document.querySelector(`+quote(selector)+`);
		Array.from(s.options).forEach((o) => { o.selected = s.multiple && o.selected || o.value === `+quote(value)+`; });
		s.dispatchEvent(new Event('change', { bubbles: true })); })()`))
}

// tick turns a box on.
func (b *browser) tick(selector string) {
	b.t.Helper()
	box := `document.querySelector(` + quote(selector) + `)`
	if !ask[bool](b, box+`.checked`) {
		b.do("turn "+selector, act(box+`.click()`)) // not by mouse: pages move while their editors load
	}
	require.True(b.t, ask[bool](b, box+`.checked`), selector)
}

// look sees whether the page is sound and fits a phone, and takes pictures of it
// where somebody wants them.
func (b *browser) look(name string) {
	b.t.Helper()
	b.sound()
	for _, width := range []int64{slim, wide} {
		b.do("be "+name, chromedp.EmulateViewport(width, 900), act(`scrollTo(0, 0)`))
		if dir := os.Getenv(envScreenshots); dir != "" {
			b.picture(filepath.Join(dir, fmt.Sprintf("%s-%d", name, width)))
		}
		// What hangs over is named, so that it need not be looked for. In pages of
		// others only what is ours counts.
		over := ask[[]string](b, `(() => {
			const ours = /(page|tab)=wpbridge/.test(location);
			const parts = ours ? 'body *' : '[id*=wpbridge], [id*=wpbridge] *, [class*=wpbridge], [class*=wpbridge] *';
			return ours && document.documentElement.scrollWidth <= innerWidth ? [] :
				Array.from(document.querySelectorAll(parts)).filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
					.map((e) => e.tagName + '.' + e.className + '#' + e.id).concat(ours ? 'page' : []).slice(0, 8); })()`)
		require.Empty(b.t, over, "%s scrolls sideways at %d pixels", name, width)
	}
}

func (b *browser) picture(file string) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	require.NoError(b.t, os.MkdirAll(filepath.Dir(file), 0o750))
	require.NoError(b.t, os.WriteFile(file+".png", png, 0o600))
}

// quote is text as JavaScript and XPath write it; it holds no quotes itself.
func quote(text string) string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // text always can be
	return strings.TrimSpace(out.String())
}
