(** Binary64 numbers and operations rounded to nearest, with infinities and what is not a number. *)

From Coq Require Import Reals Lra Lia ZArith.
From Flocq Require Import Core.
From TightMax Require Import RoundedSums.
Open Scope R_scope.

(** Numbers of 53 binary digits, the least positive one is 2^-1074, without a largest one. *)
Definition exponent64 : Z -> Z := FLT_exp (-1074) 53.

(** The finite binary64 numbers. *)
Definition binary64 (x : R) : Prop := generic_format radix2 exponent64 x /\ Rabs x < bpow radix2 1024.

(** The nearest number, ties to even, as if there were no largest one. *)
Definition nearest64 (x : R) : R := round radix2 exponent64 ZnearestE x.

(** What an operation may give; 0 has no sign here. *)
Inductive value := Finite (x : R) | PlusInfinity | MinusInfinity | NotANumber.

(** A real number as it is rounded. *)
Definition round64 (x : R) : value :=
  if Rle_dec (bpow radix2 1024) (nearest64 x) then PlusInfinity
  else if Rle_dec (nearest64 x) (- bpow radix2 1024) then MinusInfinity
  else Finite (nearest64 x).

(** A sum. *)
Definition plus64 (a b : value) : value :=
  match a, b with
  | Finite x, Finite y => round64 (x + y)
  | NotANumber, _ | _, NotANumber | PlusInfinity, MinusInfinity | MinusInfinity, PlusInfinity => NotANumber
  | PlusInfinity, _ | _, PlusInfinity => PlusInfinity
  | MinusInfinity, _ | _, MinusInfinity => MinusInfinity
  end.

(** A quotient. *)
Definition quotient64 (a b : value) : value :=
  match a, b with
  | Finite x, Finite y =>
      if Req_EM_T y 0 then
        if Req_EM_T x 0 then NotANumber else if Rlt_dec 0 x then PlusInfinity else MinusInfinity
      else round64 (x / y)
  | Finite _, PlusInfinity | Finite _, MinusInfinity => Finite 0
  | PlusInfinity, Finite y => if Rlt_dec y 0 then MinusInfinity else PlusInfinity
  | MinusInfinity, Finite y => if Rlt_dec y 0 then PlusInfinity else MinusInfinity
  | _, _ => NotANumber
  end.

(** An exponential. *)
Definition exp64 (a : value) : value :=
  match a with
  | Finite x => round64 (exp x)
  | PlusInfinity => PlusInfinity
  | MinusInfinity => Finite 0
  | NotANumber => NotANumber
  end.

(** A logarithm. *)
Definition ln64 (a : value) : value :=
  match a with
  | Finite x => if Rlt_dec 0 x then round64 (ln x) else if Req_EM_T x 0 then MinusInfinity else NotANumber
  | PlusInfinity => PlusInfinity
  | _ => NotANumber
  end.

(** The terms E added in the order t. *)
Fixpoint added64 (E : nat -> value) (t : order) : value :=
  match t with
  | Term i => E i
  | Plus l r => plus64 (added64 E l) (added64 E r)
  end.

(** 53 is positive. *)
#[export] Instance precision_positive : Prec_gt_0 53 := eq_refl.

(** ** Rounding *)

(** Rounding keeps the order. *)
Lemma nearest64_le x y : x <= y -> nearest64 x <= nearest64 y.
Proof. apply round_le; typeclasses eauto. Qed.

(** It leaves the numbers of the format. *)
Lemma nearest64_exact x : generic_format radix2 exponent64 x -> nearest64 x = x.
Proof. apply round_generic; typeclasses eauto. Qed.

(** It leads to numbers of the format. *)
Lemma nearest64_format x : generic_format radix2 exponent64 (nearest64 x).
Proof. apply generic_format_round; typeclasses eauto. Qed.

(** 0 is of the format. *)
Lemma format_0 : generic_format radix2 exponent64 0.
Proof. apply generic_format_0. Qed.

(** The naturals up to 2^53 are. *)
Lemma format_natural n : (Z.of_nat n <= 2 ^ 53)%Z -> generic_format radix2 exponent64 (INR n).
Proof.
  intros H. rewrite INR_IZR_INZ. destruct (Z.eq_dec (Z.of_nat n) (2 ^ 53)) as [->|N].
  - change (IZR (2 ^ 53)) with (bpow radix2 53). apply generic_format_bpow. unfold exponent64, FLT_exp. lia.
  - apply generic_format_FLT. apply (FLT_spec _ _ _ _ (Float radix2 (Z.of_nat n) 0)).
    + unfold F2R. cbn [Fnum Fexp]. change (bpow radix2 0) with 1. ring.
    + cbn [Fnum]. change (Zpower radix2 53) with (2 ^ 53)%Z. lia.
    + cbn [Fexp]. lia.
Qed.

(** The powers of 2 from 2^-1074 on are. *)
Lemma format_power e : (-1074 <= e)%Z -> generic_format radix2 exponent64 (bpow radix2 e).
Proof. intros H. apply generic_format_bpow. unfold exponent64, FLT_exp. lia. Qed.

(** Twice a power of 2. *)
Lemma power_twice e : bpow radix2 (e + 1) = 2 * bpow radix2 e.
Proof. rewrite bpow_plus. change (bpow radix2 1) with 2. ring. Qed.

(** Above 2^1024 - 2^970, half a spacing above the largest number, all is rounded up. *)
Lemma nearest64_overflows x : bpow radix2 1024 - bpow radix2 970 < x -> bpow radix2 1024 <= nearest64 x.
Proof.
  intros H. apply round_N_ge_midp; [typeclasses eauto|apply format_power; lia|].
  rewrite pred_bpow. change (exponent64 1024) with (970 + 1)%Z. rewrite power_twice. lra.
Qed.

(** Below, not. *)
Lemma nearest64_finite x : x < bpow radix2 1024 - bpow radix2 970 -> nearest64 x < bpow radix2 1024.
Proof.
  intros H. set (M := pred radix2 exponent64 (bpow radix2 1024)).
  assert (F : generic_format radix2 exponent64 (bpow radix2 1024)) by (apply format_power; lia).
  assert (E : M = bpow radix2 1024 - 2 * bpow radix2 970).
  { unfold M. rewrite pred_bpow. change (exponent64 1024) with (970 + 1)%Z. now rewrite power_twice. }
  apply Rle_lt_trans with M; [|rewrite E; pose proof (bpow_gt_0 radix2 970) as P; lra].
  apply round_N_le_midp; [typeclasses eauto|now apply generic_format_pred; [typeclasses eauto|]|].
  unfold M at 2. rewrite succ_pred by (typeclasses eauto || assumption). rewrite E. lra.
Qed.

(** Below 2^-1075, half the least positive number, all is rounded to 0 or below. *)
Lemma nearest64_underflows x : x < bpow radix2 (-1075) -> nearest64 x <= 0.
Proof.
  intros H. apply round_N_le_midp; [typeclasses eauto|apply format_0|]. rewrite succ_0.
  unfold exponent64. rewrite ulp_FLT_0 by typeclasses eauto.
  change (-1074)%Z with (-1075 + 1)%Z. rewrite power_twice. lra.
Qed.

(** Above, not. *)
Lemma nearest64_positive x : bpow radix2 (-1075) < x -> 0 < nearest64 x.
Proof.
  intros H. apply Rlt_le_trans with (bpow radix2 (-1074)); [apply bpow_gt_0|].
  apply round_N_ge_midp; [typeclasses eauto|apply format_power; lia|].
  rewrite pred_bpow. change (exponent64 (-1074)) with (-1074)%Z. change (-1074)%Z with (-1075 + 1)%Z.
  rewrite power_twice. lra.
Qed.

(** What is rounded to a number below 2^1024 and not below 0 is finite. *)
Lemma round64_finite x : 0 <= x -> nearest64 x < bpow radix2 1024 -> round64 x = Finite (nearest64 x).
Proof.
  intros Hx H. unfold round64. destruct (Rle_dec (bpow radix2 1024) (nearest64 x)) as [L|_]; [lra|].
  destruct (Rle_dec (nearest64 x) (- bpow radix2 1024)) as [L|_]; [|reflexivity].
  pose proof (nearest64_le 0 x Hx) as P. rewrite (nearest64_exact 0 format_0) in P.
  pose proof (bpow_gt_0 radix2 1024) as Q. lra.
Qed.

(** What is rounded to 2^1024 or above is infinite. *)
Lemma round64_infinite x : bpow radix2 1024 <= nearest64 x -> round64 x = PlusInfinity.
Proof. intros H. unfold round64. now destruct (Rle_dec (bpow radix2 1024) (nearest64 x)) as [_|L]. Qed.

(** A finite number is rounded to itself. *)
Lemma round64_exact x : binary64 x -> round64 x = Finite x.
Proof.
  intros [F B]. unfold round64. rewrite nearest64_exact by exact F. apply Rabs_def2 in B.
  destruct (Rle_dec (bpow radix2 1024) x) as [L|_]; [lra|].
  now destruct (Rle_dec x (- bpow radix2 1024)) as [L|_]; [lra|].
Qed.

(** Between naturals up to 2^53 the rounded number stays between them. *)
Lemma round64_between a b x : (Z.of_nat b <= 2 ^ 53)%Z -> (a <= b)%nat -> INR a <= x <= INR b ->
  exists y, round64 x = Finite y /\ INR a <= y <= INR b.
Proof.
  intros Hb Hab [A B]. exists (nearest64 x).
  assert (C : INR a <= nearest64 x <= INR b).
  { rewrite <- (nearest64_exact (INR a)), <- (nearest64_exact (INR b)) by (apply format_natural; lia).
    split; now apply nearest64_le. }
  split; [|exact C]. apply round64_finite; [pose proof (pos_INR a) as P; lra|].
  apply Rle_lt_trans with (INR b); [apply C|]. apply Rle_lt_trans with (bpow radix2 53); [|apply bpow_lt; lia].
  rewrite INR_IZR_INZ. change (bpow radix2 53) with (IZR (2 ^ 53)). now apply IZR_le.
Qed.

(** Numbers of the format between 2^9 and 2^10 in absolute value are multiples of 2^-43. *)
Lemma format_multiple x : generic_format radix2 exponent64 x -> 512 <= Rabs x < 1024 ->
  exists m, x = IZR m / 8796093022208.
Proof.
  intros F H. exists (Ztrunc (scaled_mantissa radix2 exponent64 x)). rewrite F at 1. unfold F2R. simpl Fnum. simpl Fexp.
  unfold cexp. rewrite (mag_unique radix2 x 10).
  - change (exponent64 10) with (-43)%Z. reflexivity.
  - change (bpow radix2 (10 - 1)) with 512. change (bpow radix2 10) with 1024. exact H.
Qed.
