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
//	GET orders, sites/{s}/orders                  filters eshopid, externalid, orderid, creditorderid, orderidfrom, orderidto,
//	                                              orderdatefrom, orderdateto, orderstate, paymentstate, ordertype, warehouseid, email
//	POST sites/{s}/orders                         externalid is unique
//	GET, PUT sites/{s}/orders/{id}                a PUT changes the fields that it holds
//	GET, POST sites/{s}/orders/{id}/orderdeliveries
//
// An open order with a warehouse and a datereserved reserves what is not yet
// delivered of it. A delivery lowers what is there and what is reserved; it does
// not close the order. Closing and cancelling end the reservation.
//
// Lists know start, num (10 if not given) and fields; unknown parameters are
// ignored, as Sitoo does. Login is HTTP Basic. A second request of the API ID
// while one is in flight gets 429. Time stamps are Unix seconds of Options.Now.
//
// Run-time administration is that of simkit.Admin, with a recommended price too:
//
//	POST /_sim/prices     [{"sku":"A","price":"9.90","price_org":"12.00"}]
//	GET  /_sim/orders     all orders
//	POST /_sim/orders     [{"orderitems":[{"sku":"A","productname":"A","quantity":1,"moneyrowprice":"9.90"}],"delivered":true}]: POS sales
package sitoosim
