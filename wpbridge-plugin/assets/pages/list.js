/* A list with a search and pages, in WordPress' own looks. */
( function ( page ) {
	'use strict';

	const { words, sprintf, el, button, notice, number, fault, say } = page.kit;

	/*
	 * options: name (what it lists, for screen readers), columns [ { title, cell( row ) } ], load( query ) giving { rows, next, total },
	 * empty (said when there is nothing), search (the label; none: no search), sought (its first text). The query has q and after.
	 */
	page.list = function ( options ) {
		const count = el( 'span', { class: 'displaying-num' } );
		const back = button( '‹', () => turn( -1 ), 'prev-page' );
		const forth = button( '›', () => turn( 1 ), 'next-page' );
		back.setAttribute( 'aria-label', words.previous );
		forth.setAttribute( 'aria-label', words.next );
		const body = el( 'tbody' );
		const told = el( 'div' );
		const table = el( 'table', { class: 'widefat striped wpbridge-list', 'aria-label': options.name },
			el( 'thead', null, el( 'tr', null, ...options.columns.map( ( column ) => el( 'th', { scope: 'col' }, column.title ) ) ) ), body );
		const starts = [ 0 ];
		let at = 0;
		let next = 0;
		let asked = 0;
		const field = el( 'input', { type: 'search', 'aria-label': options.search, placeholder: options.search, value: options.sought, maxlength: 200 } );
		const form = options.search && el( 'form', { class: 'wpbridge-search', role: 'search', onsubmit: search }, field, el( 'button', { class: 'button' }, words.search ) );

		function search( event ) {
			event.preventDefault();
			starts.length = 1;
			at = 0;
			load();
		}

		function turn( by ) {
			at += by;
			if ( at === starts.length ) {
				starts.push( next );
			}
			load();
		}

		async function load() {
			const mine = ++asked;
			table.setAttribute( 'aria-busy', 'true' );
			try {
				const found = await options.load( { q: field.value.trim(), after: starts[ at ] } );
				if ( mine === asked ) {
					told.replaceChildren();
					show( found );
				}
			} catch ( problem ) {
				told.replaceChildren( notice( 'error', fault( problem ) ) );
			}
			table.removeAttribute( 'aria-busy' );
		}

		function show( found ) {
			next = found.next;
			back.disabled = 0 === at;
			forth.disabled = ! next;
			count.textContent = undefined === found.total ? '' : sprintf( words.total, number( found.total ) );
			body.replaceChildren( ...found.rows.map( ( row ) => el( 'tr', null, ...options.columns.map( ( column, i ) =>
				el( 'td', { 'data-title': i ? column.title : null }, column.cell( row ) ) ) ) ) );
			if ( ! found.rows.length ) {
				const text = field.value.trim() ? words.nothing : options.empty;
				body.append( el( 'tr', null, el( 'td', { colspan: options.columns.length, class: 'none' }, text ) ) );
				say( text );
			} else if ( count.textContent ) {
				say( count.textContent );
			}
			pages.hidden = back.disabled && forth.disabled;
			foot.hidden = pages.hidden && ! found.total;
		}

		const pages = el( 'span', { class: 'pagination-links' }, back, ' ', forth );
		const foot = el( 'div', { class: 'tablenav bottom', hidden: true }, el( 'div', { class: 'tablenav-pages' }, count, pages ) );
		load();
		return { node: el( 'div', null, form, told, table, foot ), load, sought: () => field.value.trim() };
	};
}( window.wpbridge ) );
