/* The tab Sync: each job, what it did, when it comes again, and its buttons. */
( function ( page ) {
	'use strict';

	const { words, sprintf, api, el, button, line, when, run: link, fault, notice, draw, clock, number, sentence } = page.kit;
	const { job: title, outcome, counts, bar, title: named } = page.runs;
	const QUICK = 1000;
	const SLOW = 15000;

	const rows = {};
	const mine = {}; // Runs started here whose end is to be told: job by run.
	let timer = 0;
	let turn = 0;

	function add( job ) {
		const past = el( 'div' );
		const live = bar();
		const told = el( 'div' );
		const next = el( 'td', { 'data-title': words.nextRun } );
		const start = button( words.runNow, () => order( job, false ) );
		const preview = 'match' === job ? null : button( words.preview, () => order( job, true ) );
		[ start, preview ].filter( Boolean ).forEach( ( node ) => node.setAttribute( 'aria-label', node.textContent + ': ' + title( job ) ) );
		live.node.hidden = true;
		rows[ job ] = { past, live, told, next, start, preview };
		document.querySelector( '#wpbridge-jobs tbody' ).append( el( 'tr', null,
			el( 'th', { scope: 'row' }, title( job ), el( 'p', { class: 'description' }, words.about[ job ] || '' ) ),
			el( 'td', { 'data-title': words.lastRun }, past, live.node, told ),
			next,
			el( 'td', { class: 'wpbridge-buttons' }, start, preview ) ) );
	}

	async function order( job, dry ) {
		const row = rows[ job ];
		const full = /-full$/.test( job );
		busy( row, true );
		row.told.replaceChildren();
		try {
			const run = await api( 'jobs/' + job.replace( /-full$/, '' ) + '/runs', null, 'POST', 'match' === job ? {} : { full, dry_run: dry } );
			mine[ run.run ] = job;
		} catch ( problem ) {
			row.told.replaceChildren( notice( 'error', fault( problem ) ) );
			busy( row, false );
		}
		tick();
	}

	function busy( row, is ) {
		row.start.disabled = is;
		if ( row.preview ) {
			row.preview.disabled = is;
		}
	}

	function lastly( run ) {
		if ( ! run ) {
			return [ el( 'span', { class: 'none' }, words.never ) ];
		}
		return [
			el( 'div', null, outcome( run ), ' ', link( run.run, when( run.finished || run.started ) ) ),
			el( 'div', { class: 'description' }, run.reason && 'done' !== run.status ? sentence( run.reason ) : counts( run ) ),
			'held' === run.status ? el( 'div', null, link( run.run, words.decide ) ) : '',
		];
	}

	function nextly( job ) {
		if ( job.next ) {
			return when( job.next );
		}
		return el( 'span', { class: 'none' }, 'off' === job.schedule ? words.byHand : words.notServed );
	}

	function show( job, run ) {
		const row = rows[ job.job ];
		row.past.replaceChildren( ...lastly( job.last ) );
		row.next.replaceChildren( nextly( job ) );
		row.past.hidden = Boolean( run );
		row.live.node.hidden = ! run;
		busy( row, Boolean( run ) );
		if ( run ) {
			row.live.show( run );
		}
	}

	/* The end of a run that was started here: of a preview a line of its own, of others the row says it. */
	function ended( run ) {
		const row = rows[ mine[ run.run ] ];
		delete mine[ run.run ];
		const text = named( run ) + ': ' + ( words.outcomes[ run.status ] || run.status ) + '. ' + sentence( run.reason || counts( run ) );
		if ( run.dry_run ) {
			row.told.replaceChildren( notice( 'failed' === run.status ? 'error' : 'info', text + ' ', link( run.run, words.look ) ) );
		}
		page.kit.say( text );
	}

	function facts( status ) {
		const erp = status.erp;
		const settings = ( section, text ) => el( 'a', { href: page.addresses.settings + section }, text );
		const lines = [];
		if ( ! erp.configured ) {
			lines.push( line( 'fail', erp.problem + ' ', settings( '', words.openSettings ) ) );
		} else if ( 'open' === erp.breaker ) {
			lines.push( line( 'warn', sprintf( words.resting, erp.title ) ) );
		} else {
			lines.push( line( 'ok', sprintf( 'test' === erp.mode ? words.testLogin : words.liveLogin, erp.title ) ) );
		}
		lines.push( status.linked
			? line( 'ok', sprintf( words.linked, number( status.linked ) ) )
			: line( 'warn', words.unlinked + ' ', el( 'a', { href: page.addresses.match }, words.toMatch ) ) );
		const fresh = ( time, seconds ) => time && Date.parse( status.now ) - Date.parse( time ) < seconds * 1000;
		if ( fresh( status.alive.serve, 180 ) ) {
			lines.push( line( 'ok', words.served ) );
		} else if ( fresh( status.alive.cron, 7200 ) ) {
			lines.push( line( 'ok', words.croned + ' ', when( status.alive.cron ) ) );
		} else {
			lines.push( line( 'warn', words.nobodyStarts + ' ', settings( '&section=schedule', words.openSchedule ) ) );
		}
		draw( 'wpbridge-facts', ...lines );
	}

	async function look() {
		const status = await api( 'status' );
		clock( status.now );
		const ids = new Set( Object.keys( mine ).map( Number ).concat( status.jobs.map( ( job ) => job.running ) ).filter( Boolean ) );
		const runs = await Promise.all( Array.from( ids, ( id ) => api( 'runs/' + id ) ) );
		facts( status );
		document.getElementById( 'wpbridge-known' ).hidden = false;
		status.jobs.forEach( ( job ) => {
			if ( ! rows[ job.job ] ) {
				add( job.job );
			}
			show( job, runs.find( ( run ) => 'running' === run.status && ( run.run === job.running || mine[ run.run ] === job.job ) ) );
		} );
		runs.filter( ( run ) => 'running' !== run.status && mine[ run.run ] ).forEach( ended );
		return runs.length > 0;
	}

	async function tick() {
		const now = ++turn;
		clearTimeout( timer );
		let active = false;
		try {
			active = await look();
			draw( 'wpbridge-told' );
		} catch ( problem ) {
			draw( 'wpbridge-told', notice( 'error', fault( problem ), ' ', el( 'a', { href: page.addresses.settings }, words.openSettings ) ) );
		}
		if ( now === turn && ! document.hidden ) {
			timer = setTimeout( tick, active ? QUICK : SLOW );
		}
	}

	document.addEventListener( 'visibilitychange', () => {
		if ( ! document.hidden ) {
			tick();
		}
	} );
	tick();
}( window.wpbridge ) );
