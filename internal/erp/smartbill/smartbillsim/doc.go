// Package smartbillsim is a simulator of SmartBill's REST APIs: an http.Handler
// that behaves as reference material about SmartBill says it does, for tests and
// for rehearsals with a shop's own catalogue. Where the material is silent,
// Options choose.
//
// It answers under /SBORO/api/:
//
//	GET stocks                                    cif, date; filters warehouseName, productName, productCode
//	GET series, tax, company/warehouses, company/mu
//	GET v3/companies/{cif}/products[/{id}]        limit, after; filter code
//
// V1 has HTTP Basic, V3 a bearer token. The call after the thirtieth in ten
// seconds blocks the V1 token for ten minutes; V3 refuses for a time that doubles.
//
// Run-time administration is that of simkit.Admin, and:
//
//	PUT  /_sim/hook        {"url":"http://…","token":"…"}: from now on stock that moves is pushed there; empty: nowhere
//	POST /_sim/push        {"skus":["A"],"shape":"object"}: a push of the present stock; shape "list" too, no skus: a test
//	POST /_sim/calls       {"calls":5}: another program makes so many calls with the V1 token
package smartbillsim
