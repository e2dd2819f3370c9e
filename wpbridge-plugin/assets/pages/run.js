/* One run: what came of it, what it changed, and what can be done about it. */
( function ( page ) {
	'use strict';

	const { words, sprintf, api, file, el, button, notice, product, run: link, number, at, span, sentence, fault, draw } = page.kit;
	const { title, outcome, counts, undoable, bar, follow } = page.runs;
	const { became, reason } = page.changes;
	const id = Number( document.getElementById( 'wpbridge-run' ).dataset.run );

	const columns = [
		{ title: words.sku, cell: ( change ) => product( change.product_id, change.sku || '#' + change.product_id ) },
		{ title: words.field, cell: ( change ) => words.fields[ change.field ] || change.field },
		{ title: words.change, cell: became },
		{ title: words.why, cell: reason },
	];

	function changes( run ) {
		const list = page.list( {
			name: words.changes,
			columns,
			empty: run.dry_run ? words.wouldNot : words.noChanges,
			search: words.searchSku,
			load: async ( query ) => {
				const found = await api( 'runs/' + id + '/changes', Object.assign( { limit: 50 }, query ) );
				return { rows: found.changes, next: found.next, total: found.total };
			},
		} );
		const save = el( 'a', { class: 'button', href: '#', download: true, onclick: () => {
			save.href = file( 'runs/' + id + '/changes.csv', list.sought() ? { q: list.sought() } : {} );
		} }, words.csv );
		return [ el( 'h2', null, run.dry_run || 'held' === run.status ? words.wouldChange : words.changes ), list.node, el( 'p', null, save ) ];
	}

	/* Says what will happen, and does it only then. */
	function ask( told, does, path ) {
		const panel = el( 'div', { class: 'notice notice-warning inline wpbridge-ask', role: 'group', 'aria-label': does, tabindex: '-1', onkeydown: ( event ) => {
			if ( 'Escape' === event.key ) {
				actions( current );
			}
		} } );
		const go = button( does, async () => {
			go.disabled = true;
			try {
				const started = await api( 'runs/' + id + '/' + path, null, 'POST', {} );
				if ( started.run === id ) {
					begin();
				} else {
					window.location.href = page.addresses.history + '&run=' + Number( started.run );
				}
			} catch ( problem ) {
				panel.append( el( 'p', { class: 'wpbridge-fault', role: 'alert' }, fault( problem ) ) );
				go.disabled = false;
			}
		}, 'button-primary' );
		panel.append( ...told.map( ( text ) => el( 'p', null, text ) ), el( 'p', { class: 'wpbridge-buttons' }, go, button( words.leave, () => actions( current ) ) ) );
		draw( 'wpbridge-actions', panel );
		panel.focus();
	}

	let current = null;

	function actions( run ) {
		const nodes = [];
		if ( 'held' === run.status ) {
			nodes.push( notice( 'warning', el( 'strong', null, words.heldBecause ), ' ', sentence( run.reason || '' ) ),
				el( 'p', null, button( words.approve, () => ask( [ words.heldBecause + ' ' + sentence( run.reason || '' ), sprintf( words.approveTells, number( run.changed ) ), words.approveStale ], words.approveNow, 'approve' ), 'button-primary' ) ) );
		} else if ( undoable( run ) ) {
			nodes.push( el( 'p', null, button( words.undo, () => ask( [ sprintf( words.undoTells, number( run.changed ) ), words.undoTouched, words.undoAgain ], words.undoNow, 'undo' ) ) ) );
		}
		draw( 'wpbridge-actions', ...nodes );
	}

	function fact( name, ...told ) {
		return el( 'tr', null, el( 'th', { scope: 'row' }, name ), el( 'td', null, ...told ) );
	}

	function facts( run ) {
		const left = Object.keys( run.excluded_because || {} ).map( ( why ) => el( 'li', null, sentence( why ).replace( /\.$/, '' ) + ': ' + number( run.excluded_because[ why ] ) ) );
		return el( 'table', { class: 'form-table wpbridge-facts' }, el( 'tbody', null,
			fact( words.outcome, outcome( run ), run.reason && 'held' !== run.status ? el( 'p', { class: 'description' }, sentence( run.reason ) ) : '' ),
			fact( words.started, at( run.started ) + ( words.startedBy[ run.started_by ] ? ' · ' + words.startedBy[ run.started_by ] : '' ) ),
			'running' === run.status ? '' : fact( words.took, sprintf( words.tookParts, span( run.duration_ms ), span( run.erp_ms ), span( run.shop_ms ) ) ),
			run.undo_of ? fact( words.undoes, link( run.undo_of, '#' + run.undo_of ) ) : '',
			fact( words.counted, counts( run ), left.length ? el( 'ul', { class: 'wpbridge-reasons' }, ...left ) : '' ) ) );
	}

	function show( run ) {
		current = run;
		draw( 'wpbridge-title', '#' + run.run + ' ' + title( run ) );
		actions( run );
		draw( 'wpbridge-run', facts( run ), ...( 'match' === run.job ? [ el( 'p', null, el( 'a', { href: page.addresses.match }, words.toMatch ) ) ] : changes( run ) ) );
	}

	async function begin() {
		const live = bar();
		draw( 'wpbridge-actions' );
		try {
			const run = await follow( id, ( now ) => {
				draw( 'wpbridge-title', '#' + now.run + ' ' + title( now ) );
				live.show( now );
				if ( ! live.node.isConnected ) {
					draw( 'wpbridge-run', live.node );
				}
			} );
			show( run );
		} catch ( problem ) {
			draw( 'wpbridge-run', notice( 'error', fault( problem ) ) );
		}
	}

	begin();
}( window.wpbridge ) );
