/* The box of a product: why its stock is what it is. Asked for when somebody looks, so that no product opens slower. */
( function ( page ) {
	'use strict';

	const { words, sprintf, api, el, at, run: link, fault } = page.kit;
	const { became, reason } = page.changes;
	const box = document.getElementById( 'wpbridge-why' );
	const SHOWN = 5;

	function fact( label, ...told ) {
		return el( 'p', { class: 'form-field wpbridge-fact' }, el( 'label', null, label ), el( 'span', null, ...told ) );
	}

	function stock( why ) {
		if ( ! why.taken_over ) {
			return [ fact( words.base, words.notTaken ) ];
		}
		return [
			fact( words.base, sprintf( words.baseWas, why.base ) ),
			fact( words.sold, sprintf( words.soldSince, why.sold ) ),
			fact( words.shop, 0 === Number( why.drift ) ? sprintf( words.right, why.stock ) : sprintf( words.drift, why.stock, why.expected ) ),
		];
	}

	function history( entries ) {
		return el( 'ul', null, ...entries.slice( 0, SHOWN ).map( ( { run, change } ) => el( 'li', null,
			link( run.run, at( run.started ) ), ': ', ( words.fields[ change.field ] || change.field ) + ' ', became( change ), '. ', reason( change ) ) ) );
	}

	function show( why ) {
		box.replaceChildren(
			...( why.deleted_in_erp ? [ fact( words.base, words.deleted ) ] : [] ),
			...stock( why ),
			fact( words.lastChange, why.history.length ? history( why.history ) : words.noChange ) );
	}

	async function ask() {
		try {
			const found = await api( 'products/history', { sku: box.dataset.sku, product_id: box.dataset.product } );
			show( found.products[ 0 ] );
		} catch ( problem ) {
			box.replaceChildren( fact( words.base, fault( problem ) ) );
		}
	}

	if ( box ) {
		const seen = new IntersectionObserver( ( entries ) => {
			if ( entries.some( ( entry ) => entry.isIntersecting ) ) {
				seen.disconnect();
				ask();
			}
		} );
		seen.observe( box );
	}
}( window.wpbridge ) );
