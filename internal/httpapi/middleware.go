package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

const (
	requestHeader = "X-Request-Id"
	maxBody       = 64 << 10
)

var (
	errTooLong  = errors.New("the request took longer than its time")
	goodRequest = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
)

// identify takes the caller's request id, or makes one.
func (a *api) identify(c *gin.Context) {
	id := c.GetHeader(requestHeader)
	if !goodRequest.MatchString(id) {
		id = uuid.NewString()
	}
	c.Set(requestHeader, id)
	c.Header(requestHeader, id)
	c.Header("Cache-Control", "no-store")
	c.Header("X-Content-Type-Options", "nosniff")
}

func requestID(c *gin.Context) string { return c.GetString(requestHeader) }

// log writes one line per call: the route, never the query, headers or body. A
// call that went well is of interest only to who looks closely.
func (a *api) log(c *gin.Context) {
	begin := time.Now()
	c.Next()
	status, level := c.Writer.Status(), slog.LevelDebug
	switch {
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	case len(c.Errors) > 0:
		level = slog.LevelInfo
	}
	attrs := []slog.Attr{
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()), slog.Int("status", status),
		slog.Duration("took", time.Since(begin)), slog.String("request_id", requestID(c)),
	}
	if err := c.Errors.Last(); err != nil {
		attrs = append(attrs, slog.Any("err", err.Err))
	}
	a.Log.LogAttrs(c.Request.Context(), level, "http", attrs...)
}

// recover keeps a fault in one call from ending the process.
func (a *api) recover(c *gin.Context) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case http.ErrAbortHandler:
			panic(r)
		default:
			a.fail(c, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	c.Next()
}

// serve is the way of every call to its handler: body limit, time limit, token.
func (a *api) serve(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeoutCause(c.Request.Context(), r.within(), errTooLong)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		if err := a.call(c, r); err != nil {
			if ctx.Err() != nil && errors.Is(context.Cause(ctx), errTooLong) {
				err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
			}
			a.fail(c, err)
		}
	}
}

func (a *api) call(c *gin.Context, r route) error {
	if c.Request.ContentLength > r.room() {
		return tooLarge(r.room())
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, r.room())
	if err := a.admit(c, r); err != nil {
		return err
	}
	return r.handle(c)
}

func tooLarge(room int64) error {
	return &fault{code: codeTooLarge, detail: fmt.Sprintf("the body is larger than %d bytes", room)}
}
