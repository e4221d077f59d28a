(** The constants with which the compiled kernels compute the exponential, and what is enclosed of them. *)

From Coq Require Import Reals Lra Lia ZArith List.
From Flocq Require Import Core.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures RoundedPolynomials.
Import ListNotations.
Open Scope R_scope.

(** A type of floating-point numbers, and the constants for it: the least argument, 1/ln 2 nearly, H and L with
    H + L = ln 2 nearly, and the coefficients of the polynomial, that of 1 first. *)
Record exponential := {
  digits : Z;
  least_exponent : Z;
  lowest : R;
  inverse : R;
  above : R;
  below : R;
  coefficients : list R;
}.

(** Its unit roundoff. *)
Definition roundoff (F : exponential) : R := / 2 ^ Z.to_nat (digits F).

(** binary64 with the constants of fast/tightmax_fast/kernels.cpp. *)
Definition exponential64 : exponential := {|
  digits := 53;
  least_exponent := -1074;
  lowest := -746;
  inverse := 0x1.71547652b82fep+0;
  above := 0x1.62e42fee00000p-1;
  below := 0x1.a39ef35793c76p-33;
  coefficients := [1; 1;
    0x1.000000000000ap-1; 0x1.555555555550bp-3; 0x1.5555555550790p-5; 0x1.1111111124b16p-7; 0x1.6c16c1843ea5dp-10;
    0x1.a01a0136d2994p-13; 0x1.a01999f8d0b32p-16; 0x1.71df0f497a23cp-19; 0x1.28ad7530c533bp-22; 0x1.ad9bf1206a78dp-26];
|}.

(** binary32 with its. *)
Definition exponential32 : exponential := {|
  digits := 24;
  least_exponent := -149;
  lowest := -104;
  inverse := 0x1.715476p+0;
  above := 0x1.62e000p-1;
  below := 0x1.0bfbe8p-15;
  coefficients := [1; 1; 0x1.fffffcp-2; 0x1.555492p-3; 0x1.5558aep-5; 0x1.12398cp-7; 0x1.6a4fe6p-10];
|}.

(** What the proof uses of a type: mantissa and exponent of H, the largest |k|, and how well the constants fit. *)
Record fits (F : exponential) (h s most : Z) : Prop := {
  fits_digits : (0 < digits F)%Z;
  fits_spacing : (0 <= s <= digits F + 1)%Z;
  fits_least : (least_exponent F <= - (digits F + 1))%Z;
  fits_above : above F = IZR h * bpow radix2 (- s);
  fits_product : (0 <= h /\ 0 <= most /\ most * h <= 2 ^ digits F)%Z;
  fits_roundoff : 0 < roundoff F <= 1 / 2 ^ 24;
  fits_inverse : 0 < inverse F <= 1.45;
  fits_most : - lowest F * inverse F * (1 + roundoff F) < IZR most + 1 / 2;
  fits_factor e : Rabs e <= roundoff F -> Rabs (1 - inverse F * (1 + e) * ln 2) <= 201 / 100 * roundoff F;
  fits_nearest : - lowest F * (201 / 100 * roundoff F) + ln 2 / 2 <= 0.3466;
  fits_below : IZR most * Rabs (below F) <= 1 / 200;
  fits_ln_2 : IZR most * Rabs (ln 2 - above F - below F) <= roundoff F / 200;
  fits_polynomial w : Rabs w <= 0.3467 ->
    Rabs (polynomial w (coefficients F) * exp (- w) - 1) <= 3 / 50 * roundoff F;
  fits_horner w : Rabs w <= 0.3467 ->
    horner_error (roundoff F) w (coefficients F) <= 203 / 100 * polynomial w (coefficients F);
}.

Theorem fits32 : fits exponential32 0xb17 12 151.
Proof.
  assert (U : roundoff exponential32 = / 2 ^ 24) by reflexivity.
  split; rewrite ?U; try (cbn; lia); cbn [above below inverse lowest coefficients exponential32].
  - simpl. lra.
  - lra.
  - lra.
  - lra.
  - intros e He. apply Rabs_le_inv in He. interval with (i_prec 60).
  - interval with (i_prec 60).
  - interval with (i_prec 60).
  - interval with (i_prec 60).
  - intros w H. apply Rabs_le_inv in H. cbn [polynomial].
    interval with (i_bisect w, i_taylor w, i_degree 7, i_depth 12, i_prec 50).
  - intros w H. apply Rabs_le_inv in H. apply Rminus_le. cbn [horner_error polynomial].
    interval with (i_bisect w, i_depth 12, i_prec 40).
Qed.

Theorem fits64 : fits exponential64 0xb17217f7 32 1077.
Proof.
  assert (U : roundoff exponential64 = / 2 ^ 53) by reflexivity.
  split; rewrite ?U; try (cbn; lia); cbn [above below inverse lowest coefficients exponential64].
  - simpl. lra.
  - split; interval with (i_prec 80).
  - lra.
  - interval with (i_prec 80).
  - intros e He. apply Rabs_le_inv in He. interval with (i_prec 120).
  - interval with (i_prec 80).
  - interval with (i_prec 80).
  - interval with (i_prec 120).
  - intros w H. apply Rabs_le_inv in H. cbn [polynomial].
    interval with (i_bisect w, i_taylor w, i_degree 9, i_depth 13, i_prec 72).
  - intros w H. apply Rabs_le_inv in H. apply Rminus_le. cbn [horner_error polynomial].
    interval with (i_bisect w, i_depth 12, i_prec 40).
Qed.
