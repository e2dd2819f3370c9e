/* The tab Finder: what one side has and the other lacks. */
( function ( page ) {
	'use strict';

	const { words, api, el, product, draw } = page.kit;
	const side = page.chosen;

	const name = 'shop' === side
		? { title: words.name, cell: ( found ) => product( found.product_id, found.name || words.nameless ) }
		: { title: words.name, cell: ( found ) => found.name || words.nameless };
	const code = 'shop' === side
		? { title: words.sku, cell: ( found ) => found.sku || '–' }
		: { title: words.code, cell: ( found ) => found.code || found.item_id || '–' };

	draw( 'wpbridge-content', page.list( {
		name: words.sides[ side ],
		columns: [ name, code ],
		empty: words.noneOfSide[ side ],
		search: words.searchAny,
		load: async ( query ) => {
			const found = await api( 'unmatched', Object.assign( { side, limit: 50 }, query ) );
			return { rows: found.items, next: found.next, total: found.total };
		},
	} ).node, el( 'p', { class: 'description' }, words.asOf, ' ', el( 'a', { href: page.addresses.match }, words.toMatch ) ) );
}( window.wpbridge ) );
