/* The tab History: all runs, filtered. */
( function ( page ) {
	'use strict';

	const { words, api, el, at, span, sentence, run: link, draw } = page.kit;
	const { title, outcome, counts } = page.runs;
	const filters = document.getElementById( 'wpbridge-filters' );

	function told( run ) {
		return el( 'div', null, outcome( run ), el( 'div', { class: 'description' }, run.reason ? sentence( run.reason ) : counts( run ) ) );
	}

	const columns = [
		{ title: words.run, cell: ( run ) => el( 'strong', null, link( run.run, '#' + run.run + ' ' + title( run ) ) ) },
		{ title: words.started, cell: ( run ) => el( 'div', null, el( 'span', { class: 'wpbridge-whole' }, at( run.started ) ), el( 'div', { class: 'description' }, words.startedBy[ run.started_by ] || '' ) ) },
		{ title: words.outcome, cell: told },
		{ title: words.took, cell: ( run ) => el( 'span', { class: 'wpbridge-whole' }, 'running' === run.status ? '–' : span( run.duration_ms ) ) },
	];

	function show() {
		const chosen = new FormData( filters );
		draw( 'wpbridge-content', page.list( {
			name: words.runs,
			columns,
			empty: words.noRuns,
			load: async ( query ) => {
				const found = await api( 'runs', { job: chosen.get( 'job' ), status: chosen.get( 'status' ), before: query.after, limit: 25 } );
				return { rows: found.runs, next: found.next };
			},
		} ).node );
	}

	filters.addEventListener( 'submit', ( event ) => {
		event.preventDefault();
		show();
	} );
	show();
}( window.wpbridge ) );
