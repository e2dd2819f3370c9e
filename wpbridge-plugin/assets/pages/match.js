/* The tab Match: what the last comparison found, and the way to accept it. */
( function ( page ) {
	'use strict';

	const { words, sprintf, api, el, button, notice, product, number, when, fault, draw, run: link } = page.kit;
	const { bar, follow } = page.runs;
	const order = Object.keys( words.classes );
	let chosen = page.chosen;

	const columns = [
		{ title: words.name, cell: ( found ) => product( found.product_id, found.name || words.nameless ) },
		{ title: words.sku, cell: ( found ) => found.sku || '–' },
		{ title: words.code, cell: ( found ) => found.code || found.item_id || '–' },
	];

	function list( name ) {
		draw( 'wpbridge-content', el( 'h2', { id: 'wpbridge-class', tabindex: '-1' }, words.classes[ name ].title ), el( 'p', null, words.classes[ name ].about ), page.list( {
			name: words.classes[ name ].title,
			columns,
			empty: words.noneOfClass,
			search: words.searchAny,
			load: async ( query ) => {
				const found = await api( 'match/' + name, Object.assign( { limit: 50 }, query ) );
				return { rows: found.items, next: found.next, total: found.total };
			},
		} ).node );
	}

	function choose( name ) {
		chosen = name;
		window.history.replaceState( null, '', page.addresses.match + '&class=' + name );
		list( name );
		document.getElementById( 'wpbridge-class' ).focus();
	}

	function row( name, n ) {
		const told = words.classes[ name ] || { title: name, about: '' };
		return el( 'tr', { class: n ? null : 'wpbridge-zero' },
			el( 'td', null, n ? el( 'a', { href: '#wpbridge-content', onclick: ( event ) => {
				event.preventDefault();
				choose( name );
			} }, told.title ) : told.title ),
			el( 'td', { class: 'wpbridge-number', 'data-title': words.count }, number( n ) ),
			el( 'td', null, told.about ) );
	}

	/* Runs an order with its progress, then shows what is found. */
	async function start( path ) {
		const live = bar();
		draw( 'wpbridge-actions', live.node );
		try {
			const run = await follow( ( await api( path, null, 'POST', {} ) ).run, live.show );
			await show();
			if ( 'done' !== run.status ) {
				draw( 'wpbridge-told', notice( 'error', ( run.reason || words.outcomes[ run.status ] ) + ' ', link( run.run, words.look ) ) );
			}
		} catch ( problem ) {
			await show();
			draw( 'wpbridge-told', notice( 'error', fault( problem ) ) );
		}
	}

	function buttons( fresh ) {
		const again = button( fresh ? words.matchAgain : words.matchNow, () => start( 'jobs/match/runs' ), fresh ? '' : 'button-primary' );
		return el( 'p', { class: 'wpbridge-buttons' }, again );
	}

	function accept( n ) {
		return el( 'div', { class: 'notice notice-info inline' }, el( 'p', null, sprintf( words.pairsWait, number( n ) ) ), el( 'p', null, button( words.accept, () => start( 'match/accept' ), 'button-primary' ) ) );
	}

	async function show() {
		draw( 'wpbridge-told' );
		try {
			const match = await api( 'match' );
			draw( 'wpbridge-actions', match.counts.matched ? accept( match.counts.matched ) : null, buttons( match.at ) );
			if ( ! match.at ) {
				draw( 'wpbridge-report', el( 'p', null, words.notYet ) );
				return;
			}
			const names = order.filter( ( name ) => name in match.counts ).concat( Object.keys( match.counts ).filter( ( name ) => ! order.includes( name ) ) );
			draw( 'wpbridge-report',
				el( 'p', null, sprintf( words.comparedBy, words.keys[ match.key ] || match.key ), ' ', when( match.at ) ),
				el( 'table', { class: 'widefat striped wpbridge-list', 'aria-label': words.report },
					el( 'thead', null, el( 'tr', null, el( 'th', { scope: 'col' }, words.found ), el( 'th', { scope: 'col', class: 'wpbridge-number' }, words.count ), el( 'th', { scope: 'col' }, words.means ) ) ),
					el( 'tbody', null, ...names.map( ( name ) => row( name, match.counts[ name ] ) ) ) ) );
			if ( words.classes[ chosen ] && match.counts[ chosen ] ) {
				list( chosen );
			} else {
				draw( 'wpbridge-content' );
			}
		} catch ( problem ) {
			draw( 'wpbridge-told', notice( 'error', fault( problem ) ) );
		}
	}

	/* A match that is under way already, started here before or elsewhere. */
	async function begin() {
		try {
			const job = ( await api( 'status' ) ).jobs.find( ( one ) => 'match' === one.job );
			if ( job && job.running ) {
				const live = bar();
				draw( 'wpbridge-actions', live.node );
				await follow( job.running, live.show );
			}
		} catch ( problem ) {
			draw( 'wpbridge-told', notice( 'error', fault( problem ) ) );
			return;
		}
		show();
	}

	begin();
}( window.wpbridge ) );
