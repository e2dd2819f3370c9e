<?php
/**
 * What came of a call to the sidecar.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge;

/** An answer of the sidecar, or the reason why there is none. */
final class Answer {

	/** @var int The HTTP status; 0 when nobody answered. */
	public $status;

	/** @var array<mixed> The JSON answer; empty when there is none. */
	public $data;

	/** @var string Empty when all is well, else a stable code: the sidecar's own, or unpaired, blocked, sidecar_down, sidecar_slow, not_sidecar. */
	public $code;

	/** @var string The reason in words, for people. */
	public $detail;

	/** @var string The body as it came. */
	public $body = '';

	/** @var array<string,string> Content-Type, Content-Disposition, Location and Date, where given; names in lower case. */
	public $headers = array();

	/** @param array<mixed> $data The JSON answer. */
	public function __construct( int $status, array $data, string $code = '', string $detail = '' ) {
		$this->status = $status;
		$this->data   = $data;
		$this->code   = $code;
		$this->detail = $detail;
	}

	public function ok(): bool {
		return '' === $this->code;
	}

	/** Whether a sidecar answered at all, well or not. */
	public function reached(): bool {
		return 0 !== $this->status;
	}

	/**
	 * The error as the sidecar itself would put it.
	 *
	 * @return array<string,mixed>
	 */
	public function problem( int $status ): array {
		return array(
			'type'   => 'about:blank',
			'title'  => __( 'The wpbridge program does not answer', 'wpbridge' ),
			'status' => $status,
			'code'   => $this->code,
			'detail' => $this->detail,
		);
	}
}
