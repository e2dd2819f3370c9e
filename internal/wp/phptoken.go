package wp

import (
	"regexp"
	"strings"
)

// A token of PHP source, as far as settings need it.
type token struct {
	kind tokenKind
	text string // a literal's value; otherwise as written
}

type tokenKind int

const (
	tokenSymbol   tokenKind = iota // one byte of punctuation
	tokenWord                      // a name, keyword or number
	tokenVariable                  // $name
	tokenLiteral                   // a string that holds nothing to evaluate
	tokenDynamic                   // a string that PHP must evaluate
)

// lexer splits PHP source. It never runs any of it and accepts every input;
// what it does not know comes out as symbols.
type lexer struct {
	rest   string
	inside bool // between <?php and ?>
	tokens []token
}

func phpTokens(source string) []token {
	l := &lexer{rest: source}
	for l.rest != "" {
		l.step()
	}
	return l.tokens
}

var (
	wordForm     = regexp.MustCompile(`^[A-Za-z0-9_\x80-\xff]+`)
	variableForm = regexp.MustCompile(`^\$[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*`)
	heredocForm  = regexp.MustCompile(`^<<<[ \t]*(['"]?)([A-Za-z_]\w*)['"]?\r?\n`)
	blankForm    = regexp.MustCompile(`^\s+`)
)

func (l *lexer) step() {
	switch r := l.rest; {
	case !l.inside:
		l.open()
	case strings.HasPrefix(r, "?>"):
		l.inside, l.rest = false, r[2:]
	case strings.HasPrefix(r, "/*"):
		l.until("*/")
	case strings.HasPrefix(r, "//") || r[0] == '#':
		l.lineComment()
	case r[0] == '\'' || r[0] == '"' || r[0] == '`':
		l.quoted()
	case heredocForm.MatchString(r):
		l.heredoc()
	case blankForm.MatchString(r):
		l.rest = r[len(blankForm.FindString(r)):]
	case variableForm.MatchString(r):
		l.emit(tokenVariable, variableForm.FindString(r))
	case wordForm.MatchString(r):
		l.emit(tokenWord, wordForm.FindString(r))
	default:
		l.emit(tokenSymbol, r[:1])
	}
}

func (l *lexer) emit(kind tokenKind, text string) {
	l.tokens = append(l.tokens, token{kind, text})
	l.rest = l.rest[len(text):]
}

// open skips the page text in front of PHP code.
func (l *lexer) open() {
	_, after, found := strings.Cut(l.rest, "<?")
	l.inside, l.rest = found, after
	if len(after) >= 3 && strings.EqualFold(after[:3], "php") {
		l.rest = after[3:]
	}
}

// until drops everything up to and including end.
func (l *lexer) until(end string) {
	_, l.rest, _ = strings.Cut(l.rest[2:], end)
}

// lineComment ends with the line, or before ?> as in PHP.
func (l *lexer) lineComment() {
	line, _, _ := strings.Cut(l.rest, "\n")
	if end := strings.Index(line, "?>"); end >= 0 {
		line = line[:end]
	}
	l.rest = l.rest[len(line):]
}

// quoted reads '…', "…" or `…`.
func (l *lexer) quoted() {
	quote := l.rest[0]
	end := 1
	for end < len(l.rest) && l.rest[end] != quote {
		if l.rest[end] == '\\' {
			end++
		}
		end++
	}
	end = min(end, len(l.rest))
	body := l.rest[1:end]
	l.rest = l.rest[min(end+1, len(l.rest)):]
	value, literal := unquote(quote, body)
	kind := tokenLiteral
	if !literal {
		kind = tokenDynamic
	}
	l.tokens = append(l.tokens, token{kind, value})
}

// heredoc passes over <<<END … END; its value is never taken.
func (l *lexer) heredoc() {
	m := heredocForm.FindStringSubmatch(l.rest)
	l.rest = l.rest[len(m[0]):]
	l.tokens = append(l.tokens, token{kind: tokenDynamic})
	end := regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(m[2]) + `\b`).FindStringIndex(l.rest)
	if end == nil {
		l.rest = ""
		return
	}
	l.rest = l.rest[end[1]:]
}
