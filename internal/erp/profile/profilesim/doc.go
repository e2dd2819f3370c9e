// Package profilesim plays business systems that are connected by profiles: an
// http.Handler over a catalogue that speaks one of several forms. The forms are
// written by hand, not from a profile, so that a profile that misreads one fails.
//
//	sors    JSON with an envelope, ApiKey, a database per year, pages by number
//	sedona  XML in ISO-8859-2, decimal commas, parents and attributes, a cursor
//	xml     an invented system: XML in windows-1250, decimal commas, offsets, Basic login
//	csv     the same system as CSV, with a token login
//
// What is public about SORS and Sedona Retail is kept: the word ApiKey, the
// database per year, the names of the operations; port 8020, barcode and PLU,
// parent code and varying attribute. Their addresses, parameters and field names
// are not public: those of the forms are inventions, one plausible form of each.
// Settings has the values that a shipped profile needs to speak it.
//
// Run-time administration is that of simkit.Admin, with numbered warehouses.
package profilesim
