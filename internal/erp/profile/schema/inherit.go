package schema

// like takes from another operation how answers are read.
func (o *Operation) like(m *Operation) {
	if o == nil || m == nil {
		return
	}
	o.Reading.like(m.Reading)
	if o.Fields == nil {
		o.Fields = m.Fields
	}
	if o.Attributes == nil {
		o.Attributes = m.Attributes
	}
	if o.Only == nil {
		o.Only = m.Only
	}
	if o.Locations == nil {
		o.Locations = m.Locations
	}
}

// like fills in what r leaves open.
func (r *Reading) like(m Reading) {
	either(&r.Format, m.Format)
	either(&r.Charset, m.Charset)
	either(&r.Records, m.Records)
	either(&r.Error, m.Error)
	if r.CSV == nil {
		r.CSV = m.CSV
	}
	if r.Fixed == nil {
		r.Fixed = m.Fixed
	}
	if r.OK == nil {
		r.OK = m.OK
	}
	if r.Refusals == nil {
		r.Refusals = m.Refusals
	}
}

func either(to *string, from string) {
	if *to == "" {
		*to = from
	}
}
