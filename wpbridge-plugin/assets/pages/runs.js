/* Runs in words, and the bar of one that goes on. */
( function ( page ) {
	'use strict';

	const { words, sprintf, api, el, icon, button, number, span, say } = page.kit;

	function job( name, full ) {
		const known = full && words.jobs[ name + '-full' ] ? name + '-full' : name;
		return words.jobs[ known ] || name;
	}

	/* The job of a run, as a person names it. */
	function title( run ) {
		if ( run.undo_of ) {
			return sprintf( words.undoOf, run.undo_of );
		}
		const name = job( run.job, run.full );
		return run.dry_run ? sprintf( words.previewOf, name ) : name;
	}

	const marks = { done: [ 'yes-alt', 'ok' ], partial: [ 'warning', 'warn' ], held: [ 'clock', 'warn' ], failed: [ 'dismiss', 'fail' ], superseded: [ 'minus', 'none' ], undone: [ 'undo', 'none' ], running: [ 'update', 'none' ] };

	function outcome( run ) {
		const [ name, level ] = marks[ run.status ] || marks.superseded;
		return el( 'span', { class: 'wpbridge-outcome wpbridge-' + level }, icon( name ), ' ', words.outcomes[ run.status ] || run.status );
	}

	/* What came of it, in one line. */
	function counts( run ) {
		if ( 'match' === run.job ) {
			return [ [ 'pairs', run.matched ], [ 'erpOnly', run.unmatched ] ].map( ( [ key, n ] ) => sprintf( words.counts[ key ], number( n ) ) ).join( ' · ' );
		}
		const planned = run.dry_run || 'held' === run.status || 'superseded' === run.status;
		const always = [ [ planned ? 'would' : 'changed', run.changed ], [ 'unchanged', run.unchanged ] ];
		const rare = [ [ 'excluded', run.excluded ], [ 'failed', run.failed ], [ 'drifting', run.drifting ] ].filter( ( [ , n ] ) => n );
		return always.concat( rare ).map( ( [ key, n ] ) => sprintf( words.counts[ key ], number( n ) ) ).join( ' · ' );
	}

	function undoable( run ) {
		return [ 'done', 'partial', 'failed' ].includes( run.status ) && ! run.dry_run && 'match' !== run.job && run.changed > 0;
	}

	/* How far a run is, with the time that is left judged by how fast this step has gone, and the way to end it. */
	function bar() {
		const meter = el( 'progress', { class: 'wpbridge-meter', 'aria-label': words.progress } );
		const step = el( 'span', { class: 'wpbridge-step' } );
		const stop = button( words.cancel, null, 'button-small' );
		const node = el( 'div', { class: 'wpbridge-bar' }, meter, el( 'div', { class: 'wpbridge-under' }, step, stop ) );
		let id = 0;
		let first = null;
		stop.addEventListener( 'click', async () => {
			stop.disabled = true;
			try {
				await api( 'runs/' + id + '/cancel', null, 'POST', {} );
				step.textContent = words.cancelling;
				say( words.cancelling );
			} catch ( problem ) {
				step.textContent = page.kit.fault( problem );
				stop.disabled = false;
			}
		} );

		function left( p ) {
			const took = Date.parse( p.at ) - Date.parse( first.at );
			const rate = ( p.done - first.done ) / took;
			return took > 2000 && rate > 0 && p.total > p.done ? ' · ' + sprintf( words.left, span( ( p.total - p.done ) / rate ) ) : '';
		}

		function show( run ) {
			const p = run.progress || { step: '', done: 0, total: 0, at: run.started };
			if ( run.run !== id ) {
				id = run.run;
				stop.disabled = false;
				first = null;
			}
			if ( ! first || first.step !== p.step ) {
				first = p;
				say( words.steps[ p.step ] || p.step );
			}
			if ( p.total ) {
				meter.max = p.total;
				meter.value = Math.min( p.done, p.total );
			} else {
				meter.removeAttribute( 'value' );
			}
			if ( ! stop.disabled ) {
				const far = p.total ? ': ' + sprintf( words.ofTotal, number( p.done ), number( p.total ) ) : ( p.done ? ': ' + number( p.done ) : '' );
				step.textContent = ( words.steps[ p.step ] || p.step ) + far + left( p );
			}
		}

		return { node, show };
	}

	/* Asks every second until the run has ended; gives it back as it ended. */
	async function follow( id, each ) {
		for ( ;; ) {
			const now = await api( 'runs/' + Number( id ) );
			if ( 'running' !== now.status ) {
				say( title( now ) + ': ' + ( words.outcomes[ now.status ] || now.status ) );
				return now;
			}
			each( now );
			await new Promise( ( done ) => setTimeout( done, 1000 ) );
		}
	}

	page.runs = { job, title, outcome, counts, undoable, bar, follow };
}( window.wpbridge ) );
