<?php
/**
 * Calls to the sidecar.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/** Speaks HTTP with the sidecar on this host. Never throws: every call ends in an Answer, within its budget. */
final class Sidecar {

	/** Seconds for a page that a person waits for. */
	public const PAGE = 8.0;

	/** Seconds for what asks the business system. */
	public const LONG = 30.0;

	/** Seconds until somebody must have taken the connection: it is this host. */
	private const CONNECT = 0.2;

	private const KEPT_HEADERS = array( 'content-type', 'content-disposition', 'location', 'date' );

	/** @var Pairing */
	private $pairing;

	public function __construct( Pairing $pairing ) {
		$this->pairing = $pairing;
	}

	/**
	 * Reads.
	 *
	 * @param string $path   With its query, as in /v1/runs?limit=5.
	 * @param float  $budget Seconds for the whole answer.
	 */
	public function get( string $path, float $budget = self::PAGE ): Answer {
		return $this->signed( 'GET', $path, '', 'admin', $budget );
	}

	/**
	 * Sends JSON.
	 *
	 * @param array<mixed> $data   The body.
	 * @param string       $scope  What the token is good for.
	 * @param float        $budget Seconds for the whole answer.
	 */
	public function post( string $path, array $data, string $scope = 'admin', float $budget = self::PAGE ): Answer {
		return $this->signed( 'POST', $path, (string) wp_json_encode( (object) $data ), $scope, $budget );
	}

	/**
	 * Sends a body that is JSON already.
	 *
	 * @param float $budget Seconds for the whole answer.
	 */
	public function signed( string $method, string $path, string $body, string $scope, float $budget ): Answer {
		$secret = $this->pairing->secret();
		if ( '' === $secret ) {
			return new Answer( 0, array(), 'unpaired', __( 'This shop is not paired yet. Run: wpbridge init --wordpress', 'wpbridge' ) . ' ' . untrailingslashit( ABSPATH ) );
		}
		$headers = array(
			'Accept'        => 'application/json, application/problem+json',
			'Authorization' => 'Bearer ' . Jwt::sign( $secret, $scope, time() ),
		);
		if ( '' !== $body ) {
			$headers['Content-Type'] = 'application/json';
		}
		return $this->send( $method, $path, $body, $headers, $budget );
	}

	/**
	 * Sends as it stands, without a token of ours.
	 *
	 * @param array<string,string> $headers Sent as given.
	 * @param float                $budget  Seconds for the whole answer.
	 */
	public function send( string $method, string $path, string $body, array $headers, float $budget ): Answer {
		list( $base, $options ) = self::route( $this->pairing->url() );
		$options               += array(
			CURLOPT_CONNECTTIMEOUT_MS => (int) ( 1000 * min( self::CONNECT, $budget ) ),
			CURLOPT_TIMEOUT_MS        => (int) ( 1000 * $budget ),
			CURLOPT_NOSIGNAL          => true, // Without it, budgets below a second end at once.
		);
		$set                    = static function ( $handle, array $args, string $url ) use ( $base, $options ): void {
			if ( 0 === strpos( $url, $base . '/' ) ) {
				curl_setopt_array( $handle, $options );
			}
		};
		add_action( 'http_api_curl', $set, PHP_INT_MAX, 3 ); // Last: nobody's global time-out may lengthen ours.
		$response = wp_remote_request(
			$base . $path,
			array(
				'method'      => $method,
				'body'        => '' === $body ? null : $body,
				'headers'     => $headers + array( 'Expect' => '' ),
				'timeout'     => $budget,
				'redirection' => 0,
				'user-agent'  => 'wpbridge-plugin/' . WPBRIDGE_VERSION,
			)
		);
		remove_action( 'http_api_curl', $set, PHP_INT_MAX );
		return is_wp_error( $response ) ? self::unanswered( $response, $this->pairing->url() ) : self::answered( $response );
	}

	/**
	 * Where to, for WordPress and for curl. A loopback address is called localhost, the one name that
	 * WP_HTTP_BLOCK_EXTERNAL lets pass, and curl is told which address that is.
	 *
	 * @return array{string,array<int,mixed>}
	 */
	private static function route( string $url ): array {
		if ( 0 === strncmp( $url, 'unix:', 5 ) ) {
			return array( 'http://localhost', array( CURLOPT_UNIX_SOCKET_PATH => substr( $url, 5 ) ) );
		}
		$url = untrailingslashit( $url );
		if ( ! preg_match( '~^http://(127\.[0-9.]+|\[::1\])(?::(\d+))?$~', $url, $m ) ) {
			return array( $url, array() );
		}
		$port = $m[2] ?? '80';
		return array( 'http://localhost:' . $port, array( CURLOPT_RESOLVE => array( 'localhost:' . $port . ':' . trim( $m[1], '[]' ) ) ) );
	}

	private static function unanswered( \WP_Error $error, string $url ): Answer {
		$text = $error->get_error_message();
		if ( 'http_request_not_executed' === $error->get_error_code() ) {
			/* translators: %s: an address. */
			return new Answer( 0, array(), 'blocked', sprintf( __( 'WordPress does not let the plugin call %s: WP_HTTP_BLOCK_EXTERNAL is set in wp-config.php. Add its host to WP_ACCESSIBLE_HOSTS.', 'wpbridge' ), $url ) );
		}
		if ( false !== strpos( $text, 'cURL error 28' ) && false === stripos( $text, 'connect' ) ) {
			/* translators: %s: an address. */
			return new Answer( 0, array(), 'sidecar_slow', sprintf( __( 'The wpbridge program at %s did not answer in time.', 'wpbridge' ), $url ) );
		}
		/* translators: %s: an address. */
		return new Answer( 0, array(), 'sidecar_down', sprintf( __( 'The wpbridge program does not run at %s. Start it on the shop\'s server with: systemctl start wpbridge (or, to try it by hand: wpbridge serve)', 'wpbridge' ), $url ) );
	}

	/** @param array<mixed> $response Of wp_remote_request. */
	private static function answered( array $response ): Answer {
		$status = (int) wp_remote_retrieve_response_code( $response );
		$body   = (string) wp_remote_retrieve_body( $response );
		$data   = json_decode( $body, true );
		$answer = new Answer( $status, is_array( $data ) ? $data : array() );
		if ( $status >= 300 || $status < 200 ) {
			$known          = isset( $answer->data['code'] ) && is_string( $answer->data['code'] );
			$answer->code   = $known ? $answer->data['code'] : 'not_sidecar';
			$answer->detail = $known
				? (string) ( $answer->data['detail'] ?? $answer->data['title'] ?? '' )
				: __( 'Another program answers at the address of wpbridge. Compare WPBRIDGE_URL with server.listen in the sidecar\'s settings.', 'wpbridge' );
		}
		$answer->body = $body;
		foreach ( self::KEPT_HEADERS as $name ) {
			$value = wp_remote_retrieve_header( $response, $name );
			if ( is_string( $value ) && '' !== $value ) {
				$answer->headers[ $name ] = $value;
			}
		}
		return $answer;
	}
}
