<?php
/**
 * Script and style of the settings pages.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

/** Loads them where they are needed, with the words that the script shows. */
final class Assets {

	public static function enqueue(): void {
		self::style();
		wp_enqueue_script( 'wpbridge-settings', plugins_url( 'assets/settings.js', WPBRIDGE_FILE ), array( 'jquery', 'wp-api-fetch', 'selectWoo' ), WPBRIDGE_VERSION, true );
		wp_localize_script(
			'wpbridge-settings',
			'wpbridgeSettings',
			array(
				'good'         => __( 'Good', 'wpbridge' ),
				'warn'         => __( 'Look at this', 'wpbridge' ),
				'fail'         => __( 'Wrong', 'wpbridge' ),
				'choose'       => __( 'Choose…', 'wpbridge' ),
				/* translators: %s: the name of a business system. */
				'letIn'        => __( '%s answers and accepts the login.', 'wpbridge' ),
				/* translators: %s: the name of a business system. */
				'unauthorized' => __( '%s does not accept this login. Compare it with what is shown there, and look whether it lets the address of this server in.', 'wpbridge' ),
				/* translators: %s: the name of a business system. */
				'unreachable'  => __( '%s cannot be reached at this address. Compare the address with what is shown there; if it is right, ask your host whether this server may call it.', 'wpbridge' ),
				/* translators: %s: the beginning of a name, such as Shop*. */
				'newest'       => __( 'Always the newest: %s', 'wpbridge' ),
				'show'         => __( 'Show these fields', 'wpbridge' ),
				'hide'         => __( 'Hide these fields', 'wpbridge' ),
				'save'         => __( 'Save the changes: then the page shows what this profile needs. What is filled in for the other one is forgotten.', 'wpbridge' ),
				'testing'      => __( 'Asking the business system…', 'wpbridge' ),
				'nothing'      => __( 'The test gave no answer. Look at the state of the connection above.', 'wpbridge' ),
			)
		);
	}

	/** The style, for other pages of the plugin too. */
	public static function style(): void {
		wp_enqueue_style( 'wpbridge-admin', plugins_url( 'assets/admin.css', WPBRIDGE_FILE ), array( 'dashicons' ), WPBRIDGE_VERSION );
	}
}
