/* Changes in words: what a field was, what it became, and why. */
( function ( page ) {
	'use strict';

	const { words, sprintf, el, at } = page.kit;

	function money( text ) {
		const m = /^(-?\d+)(?:\.(\d+))?$/.exec( text );
		return m ? sprintf( page.price, page.currency, m[ 1 ] + ( m[ 2 ] ? page.point + m[ 2 ] : '' ) ) : text;
	}

	/* A value as a person reads it. */
	function value( field, text ) {
		if ( null === text || '' === text ) {
			return words.none;
		}
		if ( /_price$/.test( field ) ) {
			return money( text );
		}
		if ( /^sale_(from|to)$/.test( field ) && /^\d+$/.test( text ) ) {
			return at( new Date( Number( text ) * 1000 ) );
		}
		return ( words.values[ field ] || {} )[ text ] || text;
	}

	function became( change ) {
		return el( 'span', null, value( change.field, change.before ), ' ', el( 'span', { class: 'wpbridge-arrow', role: 'img', 'aria-label': words.becomes }, '→' ), ' ', el( 'strong', null, value( change.field, change.after ) ) );
	}

	function reason( change ) {
		const told = [ words.reasons[ change.reason ] || change.reason ];
		if ( change.state && 'planned' !== change.state ) {
			told.push( words.states[ change.state ] || change.state );
		}
		if ( change.note ) {
			told.push( change.note );
		}
		return told.join( '. ' );
	}

	page.changes = { value, became, reason };
}( window.wpbridge ) );
