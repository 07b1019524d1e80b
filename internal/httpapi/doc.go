// Package httpapi is the HTTP API, version 1, and the pages of the web
// application. It is thin: it reads input, finds out who asks, calls the
// service and shows the result. It grants nothing: who may do what is decided
// by the service and the engine, so a handler that forgets to ask cannot exist.
//
// The routes and types are in api/openapi.json, which a test makes and
// compares. Errors are problem details (RFC 9457) with a code, a sentence and a
// next step. docs/http-api.md tells how requests are made.
package httpapi
