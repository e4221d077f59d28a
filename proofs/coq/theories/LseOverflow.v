(** Why the naive formulas of LogSumExp and softmax overflow in binary64, and the shifted ones do not. *)

From Coq Require Import Reals Lra Lia ZArith List Permutation.
From Flocq Require Import Core.
From Interval Require Import Tactic.
From TightMax Require Import Vectors Entropy LogSumExp Gradients RoundedSums Binary64 Enclosures.
Import ListNotations.
Open Scope R_scope.

(** The first binary64 number whose exponential overflows, and the last one whose exponential is rounded to 0. *)
Definition first_infinite : R := 6243314768165360 / 8796093022208.
Definition last_zero : R := -6554261109157970 / 8796093022208.

(** ** The exponential *)

(** The exponential of the first number overflows. *)
Lemma exp_at_first_infinite : bpow radix2 1024 - bpow radix2 970 < exp first_infinite.
Proof. unfold first_infinite. rewrite !bpow_powerRZ. change (IZR radix2) with 2. interval with (i_prec 128). Qed.

(** That of the number before it does not. *)
Lemma exp_before_infinite : exp (6243314768165359 / 8796093022208) < bpow radix2 1024 - bpow radix2 970.
Proof. rewrite !bpow_powerRZ. change (IZR radix2) with 2. interval with (i_prec 128). Qed.

(** The exponential of the second number is below half the least positive number. *)
Lemma exp_at_last_zero : exp last_zero < bpow radix2 (-1075).
Proof. unfold last_zero. rewrite bpow_powerRZ. change (IZR radix2) with 2. interval with (i_prec 128). Qed.

(** That of the number after it is not. *)
Lemma exp_after_zero : bpow radix2 (-1075) < exp (-6554261109157969 / 8796093022208).
Proof. rewrite bpow_powerRZ. change (IZR radix2) with 2. interval with (i_prec 128). Qed.

(** From the first of them on, it overflows. *)
Lemma exp64_infinite x : first_infinite <= x -> exp64 (Finite x) = PlusInfinity.
Proof.
  intros H. apply round64_infinite, nearest64_overflows. pose proof exp_at_first_infinite as A.
  pose proof (exp_le _ _ H) as B. lra.
Qed.

(** Before it, it is finite. *)
Lemma exp64_finite x : binary64 x -> x < first_infinite -> exp64 (Finite x) = Finite (nearest64 (exp x)).
Proof.
  intros [F B] H. apply round64_finite; [left; apply exp_pos|]. apply nearest64_finite.
  eapply Rle_lt_trans; [|exact exp_before_infinite]. apply exp_le. unfold first_infinite in H.
  destruct (Rlt_le_dec x 512) as [L|L]; [lra|].
  destruct (format_multiple x F) as [m E]; [rewrite Rabs_pos_eq by lra; lra|]. rewrite E in *.
  assert (M : (m < 6243314768165360)%Z) by (apply lt_IZR; lra).
  assert (M' : (m <= 6243314768165359)%Z) by lia. apply IZR_le in M'. lra.
Qed.

(** Up to the second, it is rounded to 0. *)
Lemma exp64_zero x : x <= last_zero -> exp64 (Finite x) = Finite 0.
Proof.
  intros H. assert (L : exp x < bpow radix2 (-1075)).
  { eapply Rle_lt_trans; [apply exp_le, H|exact exp_at_last_zero]. }
  pose proof (nearest64_underflows _ L) as N.
  assert (P : 0 <= nearest64 (exp x)).
  { rewrite <- (nearest64_exact 0 format_0). apply nearest64_le. left. apply exp_pos. }
  change (round64 (exp x) = Finite 0). pose proof (bpow_gt_0 radix2 1024) as Q.
  rewrite round64_finite by (lra || left; apply exp_pos). f_equal. lra.
Qed.

(** After it, it is positive. *)
Lemma exp64_not_zero x : binary64 x -> last_zero < x -> exp64 (Finite x) <> Finite 0.
Proof.
  intros [F B] H. assert (L : bpow radix2 (-1075) < exp x).
  { eapply Rlt_le_trans; [exact exp_after_zero|]. apply exp_le. unfold last_zero in H.
    destruct (Rlt_le_dec (-512) x) as [L|L]; [lra|].
    destruct (format_multiple x F) as [m E]; [rewrite Rabs_left1 by lra; lra|]. rewrite E in *.
    assert (M : (-6554261109157970 < m)%Z) by (apply lt_IZR; lra).
    assert (M' : (-6554261109157969 <= m)%Z) by lia. apply IZR_le in M'. lra. }
  pose proof (nearest64_positive _ L) as P. unfold exp64, round64.
  destruct (Rle_dec _ _) as [_|_]; [discriminate|]. destruct (Rle_dec _ _) as [_|_]; [discriminate|].
  intros E. injection E as E. lra.
Qed.

(** The two numbers are of the format. *)
Lemma thresholds64 : binary64 first_infinite /\ binary64 last_zero.
Proof.
  assert (A : forall m, (Z.abs m < 2 ^ 53)%Z -> binary64 (IZR m / 8796093022208)).
  { intros m Hm. split.
    - apply generic_format_FLT. apply (FLT_spec _ _ _ _ (Float radix2 m (-43))); [reflexivity|exact Hm|cbn [Fexp]; lia].
    - apply Rlt_trans with (IZR (2 ^ 53)); [|change (IZR (2 ^ 53)) with (bpow radix2 53); apply bpow_lt; lia].
      unfold Rdiv. rewrite Rabs_mult, <- abs_IZR, (Rabs_pos_eq (/ _)) by lra. apply IZR_lt in Hm.
      pose proof (IZR_le 0 (Z.abs m) ltac:(lia)) as P. lra. }
  split; apply A; lia.
Qed.

(** ** The naive formulas *)

(** A finite number that is not negative, or infinity. *)
Definition not_negative (v : value) : Prop := v = PlusInfinity \/ exists p, v = Finite p /\ 0 <= p.

(** Rounding leads from such numbers to such. *)
Lemma round64_not_negative x : 0 <= x -> not_negative (round64 x).
Proof.
  intros Hx. pose proof (nearest64_le 0 x Hx) as P. rewrite (nearest64_exact 0 format_0) in P. unfold round64.
  destruct (Rle_dec (bpow radix2 1024) (nearest64 x)) as [_|_]; [now left|].
  destruct (Rle_dec (nearest64 x) (- bpow radix2 1024)) as [L|_].
  - pose proof (bpow_gt_0 radix2 1024) as Q. lra.
  - right. now exists (nearest64 x).
Qed.

(** Exponentials are such. *)
Lemma exp64_not_negative x : not_negative (exp64 (Finite x)).
Proof. apply round64_not_negative. left. apply exp_pos. Qed.

(** So are sums of such, and infinite if a term is. *)
Lemma added64_infinite E t : (forall i, In i (terms t) -> not_negative (E i)) ->
  not_negative (added64 E t) /\ ((exists i, In i (terms t) /\ E i = PlusInfinity) -> added64 E t = PlusInfinity).
Proof.
  induction t as [i|l IHl r IHr]; intros H.
  - split; [apply H; now left|]. now intros (j & [->|[]] & Ej).
  - destruct IHl as [Nl Il]; [intros i Hi; apply H, in_or_app; now left|].
    destruct IHr as [Nr Ir]; [intros i Hi; apply H, in_or_app; now right|]. cbn [added64 terms]. split.
    + destruct Nl as [->|(a & -> & Pa)], Nr as [->|(b & -> & Pb)]; try now left. apply round64_not_negative. lra.
    + intros (i & Hi & Ei). apply in_app_or in Hi. destruct Hi as [Hi|Hi].
      * rewrite Il by now exists i. destruct Nr as [->|(b & -> & Pb)]; reflexivity.
      * rewrite Ir by now exists i. destruct Nl as [->|(a & -> & Pa)]; reflexivity.
Qed.

(** 0 is rounded to 0. *)
Lemma round64_0 : round64 0 = Finite 0.
Proof. apply round64_exact. split; [apply format_0|]. rewrite Rabs_R0. apply bpow_gt_0. Qed.

(** A sum of zeros is 0. *)
Lemma added64_zero E t : (forall i, In i (terms t) -> E i = Finite 0) -> added64 E t = Finite 0.
Proof.
  induction t as [i|l IHl r IHr]; intros H; [apply H; now left|]. cbn [added64].
  rewrite IHl, IHr by (intros i Hi; apply H, in_or_app; auto). cbn [plus64]. rewrite Rplus_0_r. apply round64_0.
Qed.

(** ** The shifted formulas *)

(** An exponential of a difference that is not positive is in [0, 1], and 1 if the difference is 0. *)
Lemma exp64_of_difference x m : x <= m ->
  exists p, exp64 (plus64 (Finite x) (Finite (- m))) = Finite p /\ 0 <= p <= 1 /\ (x = m -> p = 1).
Proof.
  intros H. cbn [plus64]. pose proof (nearest64_le (x + - m) 0 ltac:(lra)) as L.
  rewrite (nearest64_exact 0 format_0) in L. pose proof (bpow_gt_0 radix2 1024) as Q.
  assert (One : nearest64 1 = 1) by (apply nearest64_exact; apply (format_natural 1); lia).
  destruct (Req_dec x m) as [->|N].
  - exists 1. rewrite Rplus_opp_r, round64_0. cbn [exp64]. rewrite exp_0. split; [|split; [lra|reflexivity]].
    rewrite round64_finite, One; [reflexivity|lra|]. rewrite One. change 1 with (bpow radix2 0). apply bpow_lt. lia.
  - unfold round64. destruct (Rle_dec (bpow radix2 1024) (nearest64 (x + - m))) as [A|_]; [lra|].
    destruct (Rle_dec (nearest64 (x + - m)) (- bpow radix2 1024)) as [_|_].
    + exists 0. split; [reflexivity|]. split; [lra|easy].
    + cbn [exp64]. set (r := nearest64 (x + - m)) in *. pose proof (exp_pos r) as P. pose proof (exp_le r 0 L) as U.
      rewrite exp_0 in U. destruct (round64_between 0 1 (exp r)) as (p & E & B); [lia|lia|simpl; lra|].
      exists p. split; [exact E|]. split; [exact B|easy].
Qed.

(** A sum of numbers in [0, 1], computed in any order, is at most their number, and at least 1 if one of them is 1. *)
Lemma added64_between E t : (forall i, In i (terms t) -> exists p, E i = Finite p /\ 0 <= p <= 1) ->
  (Z.of_nat (length (terms t)) <= 2 ^ 53)%Z ->
  exists s, added64 E t = Finite s /\ 0 <= s <= INR (length (terms t)) /\
    ((exists i, In i (terms t) /\ E i = Finite 1) -> 1 <= s).
Proof.
  induction t as [i|l IHl r IHr]; intros H B.
  - destruct (H i (or_introl eq_refl)) as (p & E1 & P). exists p. split; [exact E1|]. split; [exact P|].
    intros (j & [<-|[]] & Ej). rewrite Ej in E1. injection E1 as <-. lra.
  - cbn [terms] in *. rewrite app_length in *.
    destruct IHl as (a & Ea & Ba & Oa); [intros i Hi; apply H, in_or_app; now left|lia|].
    destruct IHr as (b & Eb & Bb & Ob); [intros i Hi; apply H, in_or_app; now right|lia|].
    cbn [added64]. rewrite Ea, Eb. cbn [plus64].
    destruct (round64_between 0 (length (terms l) + length (terms r)) (a + b)) as (s & Es & Bs);
      [exact B|lia|rewrite plus_INR; simpl; lra|]. exists s. split; [exact Es|]. split; [exact Bs|].
    intros (i & Hi & Ei). assert (O : 1 <= a + b).
    { apply in_app_or in Hi. destruct Hi as [Hi|Hi]; [pose proof (Oa (ex_intro _ i (conj Hi Ei))) as O|
        pose proof (Ob (ex_intro _ i (conj Hi Ei))) as O]; lra. }
    assert (L : (1 <= length (terms l) + length (terms r))%nat).
    { rewrite <- app_length. destruct (terms l ++ terms r) as [|j k]; [destruct Hi|simpl; lia]. }
    destruct (round64_between 1 (length (terms l) + length (terms r)) (a + b)) as (s' & Es' & Bs');
      [exact B|exact L|rewrite plus_INR; simpl (INR 1); lra|]. rewrite Es in Es'. injection Es' as ->. apply Bs'.
Qed.

(** ** Two entries *)

(** LogSumExp of two entries: the greater one and ln(1 + e^-distance). *)
Lemma lse_of_entries m y : lse 2 (two m y) = m + ln (1 + exp (y - m)).
Proof.
  unfold lse, two. cbn [sum Nat.eqb]. pose proof (exp_pos (y - m)) as P.
  rewrite <- (ln_exp m) at 2. rewrite <- ln_mult by (apply exp_pos || lra). f_equal.
  rewrite Rmult_plus_distr_l, <- exp_plus. replace (m + (y - m)) with y by ring. ring.
Qed.

(** The order of the two does not matter. *)
Lemma lse_of_two_swapped m y : lse 2 (two y m) = lse 2 (two m y).
Proof. unfold lse, two. cbn [sum Nat.eqb]. f_equal. ring. Qed.

(** Far enough below m >= 1 the other entry makes no difference. *)
Lemma lse_rounded_to_maximum m y : binary64 m -> 1 <= m -> y <= m - 37 -> round64 (lse 2 (two m y)) = Finite m.
Proof.
  intros [F B] Hm Hy. rewrite lse_of_entries. pose proof (exp_pos (y - m)) as P.
  assert (S : exp (y - m) < bpow radix2 (-53)).
  { apply Rle_lt_trans with (exp (-37)); [apply exp_le; lra|]. rewrite bpow_powerRZ. change (IZR radix2) with 2.
    interval with (i_prec 64). }
  assert (G : 0 <= ln (1 + exp (y - m)) <= exp (y - m)).
  { split; [rewrite <- ln_1; apply ln_le_mono; lra|apply ln_factor_above; lra]. }
  assert (N : nearest64 (m + ln (1 + exp (y - m))) = m).
  { apply Rle_antisym.
    - apply round_N_le_midp; [typeclasses eauto|exact F|]. rewrite succ_eq_pos by lra.
      assert (U : bpow radix2 (-52) <= ulp radix2 exponent64 m).
      { change (-52)%Z with (exponent64 (0 + 1)). rewrite <- ulp_bpow. apply ulp_le; try typeclasses eauto.
        change (bpow radix2 0) with 1. rewrite !Rabs_pos_eq; lra. }
      change (-52)%Z with (-53 + 1)%Z in U. rewrite power_twice in U. lra.
    - rewrite <- (nearest64_exact m F) at 1. apply nearest64_le. lra. }
  apply Rabs_def2 in B. rewrite round64_finite, N; [reflexivity|lra|rewrite N; lra].
Qed.

(** ln(1 + y) >= y/(1 + y). *)
Lemma ln_above_quotient y : 0 <= y -> y / (1 + y) <= ln (1 + y).
Proof.
  intros Hy. pose proof (exp_ineq1_le (ln (/ (1 + y)))) as E.
  assert (I : 0 < / (1 + y)) by (apply Rinv_0_lt_compat; lra).
  rewrite exp_ln, ln_Rinv in E by lra. replace (y / (1 + y)) with (1 - / (1 + y)) by (field; lra). lra.
Qed.

(** At m = 0 it does, even 745 below. *)
Lemma lse_not_rounded_to_0 y : -745 <= y -> round64 (lse 2 (two 0 y)) <> Finite 0.
Proof.
  intros Hy. rewrite lse_of_entries, Rplus_0_l, Rminus_0_r.
  assert (S : bpow radix2 (-1075) < ln (1 + exp y)).
  { apply Rlt_le_trans with (ln (1 + exp (-745))).
    - eapply Rlt_le_trans; [|apply ln_above_quotient; left; apply exp_pos].
      rewrite bpow_powerRZ. change (IZR radix2) with 2. interval with (i_prec 64).
    - pose proof (exp_pos (-745)) as P. pose proof (exp_le _ _ Hy) as L. apply ln_le_mono; lra. }
  pose proof (nearest64_positive _ S) as P. unfold round64.
  destruct (Rle_dec _ _) as [_|_]; [discriminate|]. destruct (Rle_dec _ _) as [_|_]; [discriminate|].
  intros E. injection E as E. lra.
Qed.

(** Every operation is rounded to nearest in binary64; sums are computed in any order. e^x overflows just from
    709.78271289338408... on and is rounded to 0 just from -745.1332191019412... down. Of n >= 2 entries let one be at
    least 709.79: then ln sum exp x_i and its sum are infinite, and exp(x_i)/sum exp x_j is infinity/infinity there. If
    all are at most -745.14, these are ln 0 and 0/0. But max x < LSE(x) <= max x + ln n. With M = max x the formulas
    M + ln sum exp(x_i - M) and exp(x_i - M)/sum exp(x_j - M) have the same values, every exponential in them, as
    computed, is in [0, 1], and their sum, as computed, between 1 and n for n <= 2^53. For n = 2 LogSumExp is rounded
    to the maximum m if m >= 1 and the other entry, in either place, is less by at least 37; if m = 0, not even if it
    is less by 745. *)
Theorem lse_overflow :
  (binary64 first_infinite /\ 709.78271289338408 <= first_infinite < 709.78271289338409) /\
  (binary64 last_zero /\ -745.1332191019413 < last_zero <= -745.1332191019412) /\
  (forall x, binary64 x -> (exp64 (Finite x) = PlusInfinity <-> first_infinite <= x) /\
    (exp64 (Finite x) = Finite 0 <-> x <= last_zero)) /\
  (forall n x, (2 <= n)%nat -> (forall i, (i < n)%nat -> binary64 (x i)) ->
    (forall t, Permutation (terms t) (seq 0 n) ->
      let E := fun i => exp64 (Finite (x i)) in let S := added64 E t in
      (forall i, (i < n)%nat -> 709.79 <= x i ->
        S = PlusInfinity /\ ln64 S = PlusInfinity /\ E i = PlusInfinity /\ quotient64 (E i) S = NotANumber) /\
      ((forall i, (i < n)%nat -> x i <= -745.14) -> S = Finite 0 /\ ln64 S = MinusInfinity /\
        forall i, (i < n)%nat -> E i = Finite 0 /\ quotient64 (E i) S = NotANumber)) /\
    largest n x < lse n x <= largest n x + ln (INR n) /\
    let M := largest n x in
    lse n x = M + ln (sum n (fun i => exp (x i - M))) /\
    (forall i, softmax n x i = exp (x i - M) / sum n (fun j => exp (x j - M))) /\
    let P := fun i => exp64 (plus64 (Finite (x i)) (Finite (- M))) in
    (forall i, (i < n)%nat -> exists p, P i = Finite p /\ 0 <= p <= 1) /\
    forall t, Permutation (terms t) (seq 0 n) -> (Z.of_nat n <= 2 ^ 53)%Z ->
      exists s, added64 P t = Finite s /\ 1 <= s <= INR n) /\
  (forall m y, lse 2 (two y m) = lse 2 (two m y)) /\
  (forall m y, binary64 m -> 1 <= m -> y <= m - 37 -> round64 (lse 2 (two m y)) = Finite m) /\
  forall y, -745 <= y -> round64 (lse 2 (two 0 y)) <> Finite 0.
Proof.
  destruct thresholds64 as [T1 T2].
  split; [split; [exact T1|unfold first_infinite; lra]|]. split; [split; [exact T2|unfold last_zero; lra]|].
  split; [|split; [|split; [exact lse_of_two_swapped|split; [exact lse_rounded_to_maximum|]]]];
    [| |exact lse_not_rounded_to_0].
  { intros x Hx. split; split; intros H.
    - apply Rnot_lt_le. intros L. now rewrite exp64_finite in H.
    - now apply exp64_infinite.
    - apply Rnot_lt_le. intros L. now apply (exp64_not_zero x).
    - now apply exp64_zero. }
  intros n x Hn Hx.
  assert (Below : forall t, Permutation (terms t) (seq 0 n) -> forall i, In i (terms t) <-> (i < n)%nat).
  { intros t Pt i. split; intros Hi.
    - now apply (below_of_permutation (terms t)).
    - apply (Permutation_in i (Permutation_sym Pt)), in_seq. lia. }
  split; [intros t Pt; cbv zeta; split|].
  - intros i Hi Li. assert (Ei : exp64 (Finite (x i)) = PlusInfinity).
    { apply exp64_infinite. unfold first_infinite. lra. }
    destruct (added64_infinite (fun i => exp64 (Finite (x i))) t) as [_ I]; [intros; apply exp64_not_negative|].
    rewrite I, Ei by (exists i; split; [now apply (Below t)|exact Ei]). repeat split.
  - intros L. assert (Z : forall i, (i < n)%nat -> exp64 (Finite (x i)) = Finite 0).
    { intros i Hi. apply exp64_zero. specialize (L i Hi). unfold last_zero. lra. }
    rewrite added64_zero by (intros i Hi; now apply Z, (Below t)). split; [reflexivity|]. split.
    + cbn [ln64]. destruct (Rlt_dec 0 0) as [A|_]; [lra|]. now destruct (Req_EM_T 0 0).
    + intros i Hi. rewrite Z by exact Hi. split; [reflexivity|]. cbn [quotient64]. now destruct (Req_EM_T 0 0).
  - split; [split; [now apply lse_above_largest|apply lse_upper; lia]|]. intros M.
    assert (Q : 0 < sum n (fun i => exp (x i - M))) by (apply (sum_exp_pos n (fun i => x i - M)); lia).
    assert (Sh : sum n (fun i => exp (x i)) = exp M * sum n (fun i => exp (x i - M))).
    { rewrite <- sum_scale. apply sum_ext. intros i _. rewrite <- exp_plus. f_equal. ring. }
    split; [unfold lse; rewrite Sh, ln_mult, ln_exp by (apply exp_pos || exact Q); reflexivity|]. split.
    { intros i. unfold softmax. rewrite Sh. set (S := sum n (fun j => exp (x j - M))) in *.
      unfold Rminus. rewrite exp_plus, exp_Ropp. field. split; (lra || apply Rgt_not_eq, exp_pos). }
    intros P. assert (In1 : forall i, (i < n)%nat -> exists p, P i = Finite p /\ 0 <= p <= 1 /\ (x i = M -> p = 1)).
    { intros i Hi. now apply exp64_of_difference, largest_entry. }
    split; [intros i Hi; destruct (In1 i Hi) as (p & E & B & _); now exists p|]. intros t Pt Hb.
    assert (Len : length (terms t) = n) by (rewrite (Permutation_length Pt); apply seq_length).
    destruct (added64_between P t) as (s & Es & Bs & Os).
    { intros i Hi. destruct (In1 i) as (p & E & B & _); [now apply (Below t)|]. now exists p. }
    { now rewrite Len. }
    exists s. rewrite Len in Bs. split; [exact Es|]. split; [|apply Bs]. apply Os.
    destruct (largest_attained n x ltac:(lia)) as (j & Hj & Ej). exists j. split; [now apply (Below t)|].
    destruct (In1 j Hj) as (p & E & _ & O). now rewrite E, O.
Qed.
