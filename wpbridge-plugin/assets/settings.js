/* The settings pages of WP Bridge: fields that follow the chosen system, the connection test, lists to choose from. */
( function ( $, texts ) {
	'use strict';

	const system = document.getElementById( 'wpbridge_erp__name' );
	const mode = document.getElementById( 'wpbridge_erp__mode' );
	const own = Array.from( document.querySelectorAll( '[data-section]' ) );

	const stored = new Map( own.map( ( field ) => [ field, field.value ] ) );

	/* The fields of the chosen system and login. */
	function chosen() {
		const fields = own.filter( ( field ) => field.dataset.section === system.value && field.dataset.mode === mode.value );
		return switched( fields ) ? fields.filter( ( field ) => ! field.dataset.name.includes( '.' ) ) : fields;
	}

	/* Whether another profile is chosen than the stored one, to which the fields of the page belong. */
	function switched( fields ) {
		const file = fields.find( ( field ) => 'file' === field.dataset.name );
		return file && file.value !== stored.get( file );
	}

	function hide( node, hidden ) {
		node.classList.toggle( 'wpbridge-hidden', hidden );
	}

	function show() {
		const seen = chosen();
		own.forEach( ( field ) => hide( field.closest( 'tr' ), ! seen.includes( field ) ) );
		hide( mode.closest( 'tr' ), '' === system.value );
		hide( document.getElementById( 'wpbridge-test' ), '' === system.value );
		new Set( own.map( ( field ) => field.closest( 'table' ) ) ).forEach( ( table ) => group( table, table.contains( system ) || seen.some( ( field ) => table.contains( field ) ) ) );
		notes.forEach( ( note, file ) => hide( note, '' === file.value || file.value === stored.get( file ) ) );
	}

	/* A table with the heading and the sentence before it. */
	function group( table, seen ) {
		for ( let node = table; node && ( node === table || 'TABLE' !== node.tagName ); node = node.previousElementSibling ) {
			hide( node, ! seen || ( node === table && folded.has( table ) ) );
			if ( 'H2' === node.tagName ) {
				return;
			}
		}
	}

	/* Tables of what few need are folded until somebody asks for them. */
	const folded = new Set( own.filter( ( field ) => field.dataset.extra ).map( ( field ) => field.closest( 'table' ) ) );
	folded.forEach( ( table ) => {
		const button = element( 'button', 'button-link wpbridge-fold', texts.show );
		button.type = 'button';
		button.setAttribute( 'aria-expanded', 'false' );
		button.addEventListener( 'click', () => {
			const open = folded.delete( table );
			if ( ! open ) {
				folded.add( table );
			}
			button.textContent = open ? texts.hide : texts.show;
			button.setAttribute( 'aria-expanded', String( open ) );
			show();
		} );
		table.before( button );
	} );

	/* Beside each choice of a profile, what to do after choosing another. */
	const notes = new Map( own.filter( ( field ) => 'file' === field.dataset.name ).map( ( file ) => {
		const note = element( 'p', 'description wpbridge-hidden', texts.save );
		file.parentNode.append( note );
		file.addEventListener( 'change', show );
		return [ file, note ];
	} ) );

	/* What the fields say now; an empty password stands for the stored one. */
	function entered() {
		const settings = {};
		chosen().forEach( ( field ) => {
			if ( ! field.disabled && ! ( 'password' === field.type && '' === field.value ) ) {
				settings[ field.dataset.name ] = field.value;
			}
		} );
		return { erp: { name: system.value, mode: mode.value }, settings };
	}

	function post( path, data ) {
		return window.wp.apiFetch( { path: '/wpbridge/v1/admin/' + path, method: 'POST', data } );
	}

	function element( tag, className, text ) {
		const made = document.createElement( tag );
		made.className = className;
		made.textContent = text || '';
		return made;
	}

	function label( field ) {
		return field.closest( 'tr' ).querySelector( 'label' ).firstChild.textContent.trim();
	}

	/* The program names a setting by its key; a person knows it by its label. */
	function labelled( text ) {
		return chosen().reduce( ( told, field ) => told.replace( new RegExp( '\\b' + system.value + '(\\.test)?\\.' + field.dataset.name + '\\b', 'g' ), '“' + label( field ) + '”' ), text );
	}

	/* What the test found, in the words of this page where it has some; the program's own stay below, for who helps. */
	function told( check ) {
		const title = system.options[ system.selectedIndex ].text;
		const words = { unauthorized: texts.unauthorized, unreachable: texts.unreachable }[ check.code ];
		if ( words ) {
			return [ words.replace( '%s', title ), check.text ];
		}
		if ( 'erp' === check.name && 'ok' === check.level ) {
			return [ texts.letIn.replace( '%s', title ), '' ];
		}
		const field = chosen().find( ( one ) => 'erp ' + one.dataset.name === check.name );
		return [ ( field && 'ok' === check.level ? label( field ) + ': ' : '' ) + labelled( check.text ), labelled( check.cure || '' ) ];
	}

	function line( check ) {
		const icons = { ok: 'yes-alt', warn: 'warning', fail: 'dismiss' };
		const names = { ok: texts.good, warn: texts.warn, fail: texts.fail };
		const level = icons[ check.level ] ? check.level : 'fail';
		const item = element( 'li', 'wpbridge-' + level );
		const icon = element( 'span', 'dashicons dashicons-' + icons[ level ] );
		icon.setAttribute( 'role', 'img' );
		icon.setAttribute( 'aria-label', names[ level ] );
		const [ text, more ] = told( check );
		const block = element( 'div', '', text );
		if ( more ) {
			block.append( element( 'p', 'description', more ) );
		}
		item.append( icon, block );
		return item;
	}

	function report( checks ) {
		const list = element( 'ul', 'wpbridge-lines' );
		list.append( ...checks.map( line ) );
		document.getElementById( 'wpbridge-test-result' ).replaceChildren( list );
	}

	async function test() {
		const button = document.getElementById( 'wpbridge-test-button' );
		const spinner = button.parentNode.querySelector( '.spinner' );
		button.disabled = true;
		spinner.classList.add( 'is-active' );
		document.getElementById( 'wpbridge-test-result' ).textContent = texts.testing;
		try {
			const answer = await post( 'erp/check', entered() );
			report( answer.checks );
			if ( answer.checks.some( ( check ) => 'ok' === check.level ) ) { // Let in; what is missing may be chosen from the lists.
				await offer( answer.ok );
			}
		} catch ( problem ) {
			report( [ { level: 'fail', text: problem.detail || problem.message || texts.nothing } ] );
		}
		button.disabled = false;
		spinner.classList.remove( 'is-active' );
	}

	/* Lists of the system in place of fields to type in; where one cannot be had, the field stays. */
	async function offer( aloud ) {
		const fields = chosen().filter( ( field ) => field.dataset.reference && ! field.disabled );
		const kinds = Array.from( new Set( fields.map( ( field ) => field.dataset.reference ) ) );
		await Promise.all( kinds.map( async ( kind ) => {
			try {
				const answer = await post( 'reference/' + kind, entered() );
				fields.filter( ( field ) => field.dataset.reference === kind ).forEach( ( field ) => choose( field, answer.items ) );
			} catch ( problem ) {
				if ( aloud ) {
					report( [ { level: 'warn', text: problem.detail || problem.message || texts.nothing } ] );
				}
			}
		} ) );
	}

	/* For a field that can follow the newest entry of a list: the names that are there, without their numbers. */
	function newest( field, items ) {
		const names = items.map( ( item ) => item.id.replace( /\d+$/, '' ) + '*' ).filter( ( name, i ) => name !== items[ i ].id + '*' );
		return field.dataset.newest ? Array.from( new Set( names ) ).map( ( name ) => ( { id: name, label: texts.newest.replace( '%s', name ) } ) ) : [];
	}

	/* A select beside the field, which keeps its name and the text to store. */
	function choose( field, items ) {
		const many = '1' === field.dataset.many;
		const had = field.value.split( ',' ).map( ( id ) => id.trim() ).filter( Boolean );
		const known = newest( field, items ).concat( items ).map( ( item ) => item.id );
		const old = document.getElementById( field.id + '_choice' );
		if ( old ) {
			$( old ).selectWoo( 'destroy' );
			old.remove();
		}
		const select = document.createElement( 'select' );
		select.id = field.id + '_choice';
		select.multiple = many;
		select.className = 'wpbridge-choice';
		if ( ! many ) {
			select.append( new Option( texts.choose, '' ) );
		}
		newest( field, items ).concat( items, had.filter( ( id ) => ! known.includes( id ) ).map( ( id ) => ( { id, name: id } ) ) ).forEach( ( item ) => {
			const label = item.label || ( item.name || item.id ) + ( item.note ? ' – ' + item.note : '' ) + ( item.name && item.name !== item.id ? ' (' + item.id + ')' : '' );
			const marked = had.includes( item.id );
			select.append( new Option( label, item.id, marked, marked ) );
		} );
		field.after( select );
		hide( field, true );
		field.closest( 'tr' ).querySelector( 'label' ).htmlFor = select.id;
		$( select ).selectWoo( { width: '100%' } ).on( 'change', () => {
			field.value = [].concat( $( select ).val() || [] ).join( ',' );
		} );
	}

	function schedule( select ) {
		const time = document.getElementById( select.dataset.time );
		const follow = () => hide( time, 'daily' !== select.value );
		select.addEventListener( 'change', follow );
		follow();
	}

	if ( system && mode && own.length ) {
		system.addEventListener( 'change', show );
		mode.addEventListener( 'change', show );
		document.getElementById( 'wpbridge-test-button' ).addEventListener( 'click', test );
		show();
		if ( chosen().some( ( field ) => field.dataset.reference && field.value ) ) {
			offer( false );
		}
	}
	document.querySelectorAll( '.wpbridge-when' ).forEach( schedule );
}( window.jQuery, window.wpbridgeSettings ) );
