// Package simkit is what the simulators of business systems have in common: the
// language of faults and the dice by which they strike, the counting of requests,
// quotas, a client without sockets, run-time administration and the catalogue
// that is generated where none is given. A simulator adds what its system says.
package simkit
