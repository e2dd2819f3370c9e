// Package sitoosim is a simulator of Sitoo's REST API: an http.Handler that
// behaves as reference material about Sitoo says it does, for tests and for
// rehearsals with a shop's own catalogue.
//
// It answers under /v2/accounts/{account}/, with or without ".json":
//
//	GET sites, sites/{s}
//	GET sites/{s}/warehouses, sites/{s}/warehouses/{w}
//	GET sites/{s}/warehouses/{w}/warehouseitems   filters sku, datelastmodifiedfrom, datelastmodifiedto
//	PUT sites/{s}/warehouses/{w}/warehouseitems   virtual warehouses only
//	GET sites/{s}/products                        filters sku, productid, includeinactive, datelastmodified
//	GET sites/{s}/products/{id}, sites/{s}/products/{id}/productvariants
//
// Lists know start, num (10 if not given) and fields; unknown parameters are
// ignored, as Sitoo does. Login is HTTP Basic. A second request of the API ID
// while one is in flight gets 429. Time stamps are Unix seconds of Options.Now.
//
// Run-time administration is that of simkit.Admin, with a recommended price too:
//
//	POST /_sim/prices     [{"sku":"A","price":"9.90","price_org":"12.00"}]
package sitoosim
