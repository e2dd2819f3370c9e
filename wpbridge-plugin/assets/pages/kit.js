/* What the pages of WP Bridge share. Whatever comes from the server becomes text, never markup. */
( function ( wp, page ) {
	'use strict';

	const words = page.words;
	const language = document.documentElement.lang || 'en';
	const sprintf = wp.i18n.sprintf;
	let ahead = 0; // Milliseconds by which the sidecar's clock is ahead of this browser's.

	/* A call that the plugin forwards; the path is that of the sidecar without /v1/. Empty values are left out. */
	function api( path, query, method, data ) {
		const given = {};
		Object.keys( query || {} ).filter( ( name ) => query[ name ] ).forEach( ( name ) => {
			given[ name ] = query[ name ];
		} );
		return wp.apiFetch( { path: wp.url.addQueryArgs( '/wpbridge/v1/admin/' + path, given ), method: method || 'GET', data } );
	}

	/* The address of a file to save, for a plain link. */
	function file( path, query ) {
		return wp.url.addQueryArgs( page.rest + path, Object.assign( { _wpnonce: wp.apiFetch.nonceMiddleware.nonce }, query ) );
	}

	function fault( problem ) {
		return ( problem && ( problem.detail || problem.message ) ) || words.nobody;
	}

	/* An element with attributes and children; a text child is text. The attribute onclick is a function, absent ones are null. */
	function el( tag, attributes, ...children ) {
		const node = document.createElement( tag );
		Object.keys( attributes || {} ).forEach( ( name ) => {
			const value = attributes[ name ];
			if ( 'function' === typeof value ) {
				node.addEventListener( name.slice( 2 ), value );
			} else if ( null !== value && undefined !== value && false !== value ) {
				node.setAttribute( name, true === value ? '' : value );
			}
		} );
		node.append( ...children.filter( ( child ) => null !== child && undefined !== child && '' !== child ) );
		return node;
	}

	function icon( name, label ) {
		return label
			? el( 'span', { class: 'dashicons dashicons-' + name, role: 'img', 'aria-label': label } )
			: el( 'span', { class: 'dashicons dashicons-' + name, 'aria-hidden': 'true' } );
	}

	function button( text, press, extra ) {
		return el( 'button', { type: 'button', class: 'button ' + ( extra || '' ), onclick: press }, text );
	}

	/* level is ok, warn, fail or none. */
	function line( level, ...told ) {
		const icons = { ok: 'yes-alt', warn: 'warning', fail: 'dismiss', none: 'minus' };
		return el( 'li', { class: 'wpbridge-' + level }, icon( icons[ level ], words.levels[ level ] ), el( 'div', null, ...told ) );
	}

	/* kind is error, warning, success or info. */
	function notice( kind, ...told ) {
		return el( 'div', { class: 'notice inline notice-' + kind }, el( 'p', null, ...told ) );
	}

	function product( id, text ) {
		return id ? el( 'a', { href: page.addresses.product + Number( id ) }, text ) : text;
	}

	function run( id, text ) {
		return el( 'a', { href: page.addresses.history + '&run=' + Number( id ) }, text );
	}

	function number( n ) {
		return new Intl.NumberFormat( language ).format( n );
	}

	function clock( now ) {
		ahead = Date.parse( now ) - Date.now();
	}

	/* Five minutes ago, or in three minutes. */
	function ago( time ) {
		const seconds = ( Date.parse( time ) - Date.now() - ahead ) / 1000;
		const units = [ [ 'day', 86400 ], [ 'hour', 3600 ], [ 'minute', 60 ], [ 'second', 1 ] ];
		const unit = units.find( ( [ , length ] ) => Math.abs( seconds ) >= length ) || units[ 3 ];
		return new Intl.RelativeTimeFormat( language, { numeric: 'auto' } ).format( Math.trunc( seconds / unit[ 1 ] ), unit[ 0 ] );
	}

	/* In the shop's own time zone. */
	function at( time ) {
		return wp.date.dateI18n( page.format, time );
	}

	function when( time ) {
		return el( 'time', { datetime: time, title: at( time ) }, ago( time ) );
	}

	function span( milliseconds ) {
		const minutes = milliseconds >= 120000;
		const value = milliseconds / ( minutes ? 60000 : 1000 );
		return new Intl.NumberFormat( language, { style: 'unit', unit: minutes ? 'minute' : 'second', unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 } ).format( value );
	}

	/* The sidecar's reasons begin small and have no full stop. */
	function sentence( text ) {
		return text.charAt( 0 ).toUpperCase() + text.slice( 1 ) + ( /[.!?%]$/.test( text ) ? '' : '.' );
	}

	function say( text ) {
		wp.a11y.speak( text );
	}

	function draw( id, ...nodes ) {
		document.getElementById( id ).replaceChildren( ...nodes.filter( Boolean ) );
	}

	page.kit = { words, sprintf, api, file, fault, el, icon, button, line, notice, product, run, number, clock, ago, at, when, span, sentence, say, draw };
}( window.wp, window.wpbridge ) );
