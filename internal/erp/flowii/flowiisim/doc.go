// Package flowiisim is a simulator of FLOWii's REST API: an http.Handler that
// behaves as the vendor's description and two programs that use it say, for
// tests and for rehearsals with a shop's own catalogue.
//
// It answers at the root, with JSON:API:
//
//	POST token                      grant_type password or refresh_token
//	GET  companies
//	GET  users, users/self, companydata, businessrelationships, units, paymentmethods,
//	     deliverytypes, countries, bankaccounts, documentcategories
//	GET  goodcategories, goodcategories/{id}/goodcategories
//	GET  goods                      filters type, category-id, subcategory-id, created- and edited-from and -to
//	GET  goods/{id}
//
// Each request carries the header Api-Key, and all but token a bearer token that
// lives for Options.TokenLife. All but token and companies need companyId.
// Pages are counted from 0; links.next is absent on the last one.
//
// FLOWii describes no stock quantity. Options.StockAttribute names an attribute
// that carries one, in lists and details, or in details only.
//
// What nobody has described is this package's own choice: the size of a page
// that was not asked for, the order of goods (by id), the texts of errors, that a
// missing company is refused with 400 and a foreign one with 403, and that a
// change of stock is an edit, which Options.QuietStock denies.
//
// Run-time administration is that of simkit.Admin, without warehouses, and:
//
//	POST /_sim/expire     {"refresh":true}: no token is valid any more; with refresh neither those to renew it
package flowiisim
