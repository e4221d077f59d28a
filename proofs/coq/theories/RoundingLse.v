(** LogSumExp is computed to within a few roundings, as m + t log1p(R) with the maximum m taken out. *)

From Coq Require Import Reals Lra Lia Arith List Permutation.
From TightMax Require Import Vectors Smoothing Entropy LogSumExp SemicontinuousMaximum Certificate.
From TightMax Require Import RoundedSums RoundingSum.
Open Scope R_scope.

(** How R, the sum of all exponentials E but one at a top entry, or of all of them, less 1, may come out: with no
    other entry it is 0. No term takes part in more than k additions, the subtraction of 1 included. *)
Inductive others_computed (u : R) (n k : nat) (E : nat -> R) (top : nat -> Prop) (Rc : R) : Prop :=
| no_other : n = 1%nat -> Rc = 0 -> others_computed u n k E top Rc
| one_apart j t : top j -> Permutation (j :: terms t) (seq 0 n) -> (additions t <= k)%nat -> computed u E t Rc ->
    others_computed u n k E top Rc
| less_one t T : Permutation (terms t) (seq 0 n) -> (S (additions t) <= k)%nat -> computed u E t T ->
    rounded u (T - 1) Rc -> others_computed u n k E top Rc.

(** Bernoulli's inequality below 1. *)
Lemma power_below_1 u k : 0 <= u <= 1 -> 1 - INR k * u <= (1 - u) ^ k.
Proof.
  intros Hu. induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. simpl.
  pose proof (powers_around_1 u k Hu) as [P _]. nra.
Qed.

(** The 1 that log1p adds is one further term: 1 + R is as far from the sum as k additions a term can make it. *)
Lemma others_between u n k E (top : nat -> Prop) Rc j :
  0 <= u <= 1 -> INR k * u <= 1 / 2 -> (forall i, (i < n)%nat -> 0 <= E i) ->
  (forall i, (i < n)%nat -> top i -> E i = 1) -> (j < n)%nat -> top j ->
  others_computed u n k E top Rc -> (1 - u) ^ k * sum n E <= 1 + Rc <= (1 + u) ^ k * sum n E.
Proof.
  intros Hu Hku P One Hj Tj [-> ->|i t Ti Pt Dt Ct|t T Pt Dt Ct N].
  - replace j with 0%nat in * by lia. simpl. rewrite (One 0%nat Hj Tj). pose proof (powers_around_1 u k Hu) as Q. lra.
  - assert (Below : forall r, In r (i :: terms t) -> (r < n)%nat) by (intros r; now apply below_of_permutation).
    destruct (computed_between u E t Rc Hu) with (k := k) as (_ & B); try assumption.
    { intros r Hr. apply P, Below. now right. }
    rewrite <- totalR_seq, <- (totalR_permutation E _ _ Pt), totalR_cons, (One i (Below i (or_introl eq_refl)) Ti).
    pose proof (powers_around_1 u k Hu) as Q. lra.
  - destruct k as [|k]; [lia|]. rewrite S_INR in Hku.
    destruct (computed_between u E t T Hu) with (k := k) as (_ & B); try (assumption || lia).
    { intros r Hr. apply P. now apply (below_of_permutation (terms t)). }
    rewrite (totalR_permutation E _ _ Pt), totalR_seq in B. simpl. rewrite 2 Rmult_assoc.
    assert (S1 : 1 <= sum n E) by (rewrite <- (One j Hj Tj); now apply sum_term_le).
    pose proof (powers_around_1 u k Hu) as [[_ Q] _]. pose proof (power_below_1 u k Hu) as Q1.
    assert (T1 : (1 - u) ^ k * 1 <= (1 - u) ^ k * sum n E) by (apply Rmult_le_compat_l; lra).
    assert (Half : 1 / 2 <= T) by lra. destruct N as (e & He & ->). apply Rabs_le_inv in He.
    pose proof (Rmult_le_compat_l (1 - u) _ _ ltac:(lra) (proj1 B)) as X.
    pose proof (Rmult_le_compat_l (1 + u) _ _ ltac:(lra) (proj2 B)) as Y.
    assert (Z : - (u * T) <= (T - 1) * e <= u * T) by (split; nra). split; lra.
Qed.

Section Value.
Variables (u c N L q l : R).
Hypotheses (Hu : 0 < u) (Hc : 1 <= c) (HL : 0 <= L <= N) (Hq : c + 2 <= q) (Hs : u * (2 * N + q) <= 1 / 100).

Let G := 102 / 100 * (u * (2 * (N - L) + q)).
Hypothesis Hl : Rabs (l - L) <= G.

(** What the premise says of its parts. *)
Lemma small_parts :
  0 <= u * L /\ 0 <= u * (N - L) /\ 2 * (u * N) + u * q <= 1 / 100 /\ u * (c + 2) <= u * q /\ u <= u * c.
Proof.
  split; [apply Rmult_le_pos; lra|]. split; [apply Rmult_le_pos; lra|]. split; [lra|].
  split; [apply Rmult_le_compat_l; lra|]. nra.
Qed.

(** log1p adds its relative error. *)
Lemma logarithm_error Lc : rounded (c * u) l Lc -> Rabs (Lc - L) <= G * (1 + c * u) + c * u * L.
Proof.
  intros (e & He & ->). replace (l * (1 + e) - L) with ((l - L) * (1 + e) + L * e) by ring.
  destruct small_parts as (A & B & C & D & F). pose proof (Rabs_le_inv _ _ He) as He'.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult, (Rabs_pos_eq L) by lra. apply Rplus_le_compat.
  - apply Rmult_le_compat; try apply Rabs_pos; [exact Hl|apply Rabs_le; lra].
  - rewrite Rmult_comm. apply Rmult_le_compat_r; lra.
Qed.

(** With the rounding of the product with t, and what is lost where it underflows. *)
Lemma errors_add_up :
  let A := G * (1 + c * u) + c * u * L in
  A + (u * (L + A) + u / 100) <= 105 / 100 * (u * ((c + 1) * N + q)).
Proof.
  intros A. destruct small_parts as (P1 & P2 & P3 & P4 & P5).
  assert (PG : 0 <= G) by (unfold G; lra). assert (Hcu : 0 <= c * u <= 1 / 100) by lra.
  assert (K : G * ((1 + c * u) * (1 + u)) <= G * (102 / 100)) by (apply Rmult_le_compat_l; [exact PG|nra]).
  assert (P6 : 0 <= u * c * L) by nra. assert (P7 : 0 <= u * c * (N - L) - u * (N - L)) by nra.
  assert (P8 : u * (c * u * L) <= 1 / 200 * (c * u * L)) by (apply Rmult_le_compat_r; lra).
  assert (P9 : u * L <= u * c * L) by nra.
  replace (u * ((c + 1) * N + q)) with (u * c * L + u * c * (N - L) + u * L + u * (N - L) + u * q) by ring.
  unfold A, G in *. lra.
Qed.

(** The product with t and the addition of m. *)
Lemma value_error Lc t m P fc w : 0 < t -> w <= t * u / 100 ->
  rounded (c * u) l Lc -> Rabs (P - t * Lc) <= u * Rabs (t * Lc) + w -> rounded u (m + P) fc ->
  Rabs (fc - (m + t * L)) <= u * Rabs (m + t * L) + 106 / 100 * (t * u * ((c + 1) * N + q)).
Proof.
  intros Ht Hw HLc HP (e & He & ->). pose proof (logarithm_error Lc HLc) as HA. pose proof errors_add_up as X.
  cbv zeta in X. set (A := G * (1 + c * u) + c * u * L) in *. set (V := u * ((c + 1) * N + q)) in *.
  destruct small_parts as (P1 & P2 & P3 & P4 & P5). set (r := P - t * L).
  assert (B : Rabs r <= t * (105 / 100 * V)).
  { apply Rle_trans with (t * (A + (u * (L + A) + u / 100))); [|apply Rmult_le_compat_l; lra].
    replace r with (P - t * Lc + t * (Lc - L)) by (unfold r; ring).
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult in HP. rewrite Rabs_mult, (Rabs_pos_eq t) in * by lra.
    assert (T1 : t * Rabs (Lc - L) <= t * A) by (apply Rmult_le_compat_l; lra).
    assert (T2 : Rabs Lc <= L + A).
    { replace Lc with (Lc - L + L) by ring. eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_pos_eq L); lra. }
    assert (T3 : u * (t * Rabs Lc) <= u * (t * (L + A))) by (repeat apply Rmult_le_compat_l; lra). lra. }
  replace ((m + P) * (1 + e) - (m + t * L)) with ((m + t * L) * e + (1 + e) * r) by (unfold r; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult. apply Rplus_le_compat.
  - rewrite Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|exact He].
  - apply Rabs_le_inv in He. pose proof (Rabs_pos r) as Pr.
    apply Rle_trans with ((1 + u) * (t * (105 / 100 * V))).
    + apply Rmult_le_compat; try apply Rabs_pos; [apply Rabs_le; lra|exact B].
    + rewrite Rmult_assoc. fold V. assert (PV : 0 <= t * V) by lra. nra.
Qed.
End Value.

(** Let x in R^n and t > 0, m = max x and f = t LSE(x/t). Computed is m + t log1p(R), where R is the sum of
    exp((x_i - m)/t) over all i but one at which x_i = m, or the sum over all i, less 1: by additions in any order, in
    which no term takes part in more than k, the subtraction included; every operation has relative error at most u, exp
    and log1p at most c u, exp 0 = 1, exp is off by at most w more where it underflows, 2 n w <= u, and the product
    with t by w' <= t u/100. If u(2 ln n + c + k + 1) <= 1/100, then
    |f_c - f| <= u|f| + 1.06 t u((c+1) ln n + c + k + 1). *)
Theorem rounding_lse n k (x y z E : nat -> R) t Rc Lc P fc u c w w' :
  (1 <= n)%nat -> (1 <= k)%nat -> 0 < u < 1 -> 1 <= c -> 0 <= w -> 2 * INR n * w <= u -> 0 < t ->
  w' <= t * u / 100 -> u * (2 * ln (INR n) + c + INR k + 1) <= 1 / 100 ->
  let m := largest n x in
  (forall i, (i < n)%nat -> rounded u (x i - m) (y i)) ->
  (forall i, (i < n)%nat -> rounded u (y i / t) (z i)) ->
  (forall i, (i < n)%nat -> 0 <= E i /\ Rabs (E i - exp (z i)) <= c * u * exp (z i) + w) ->
  (forall i, (i < n)%nat -> z i = 0 -> E i = 1) ->
  others_computed u n k E (fun j => x j = m) Rc ->
  rounded (c * u) (ln (1 + Rc)) Lc ->
  Rabs (P - t * Lc) <= u * Rabs (t * Lc) + w' ->
  rounded u (m + P) fc ->
  let f := t * lse n (scale (/ t) x) in
  Rabs (fc - f) <= u * Rabs f + 106 / 100 * (t * u * ((c + 1) * ln (INR n) + c + INR k + 1)).
Proof.
  intros Hn Hk Hu Hc Hw Hnw Ht Hw' Hs m Hy Hz HE E1 HR HLc HP Hf f.
  set (r := fun i => (x i - m) / t).
  assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (Hr : forall i, (i < n)%nat -> r i <= 0).
  { intros i Hi. pose proof (largest_entry n x i Hi) as X. fold m in X. unfold r, Rdiv. nra. }
  destruct (largest_attained n x Hn) as (j & Hj & Ej). fold m in Ej.
  assert (Rj : forall i, x i = m -> r i = 0) by (intros i Ei; unfold r; rewrite Ei; field; lra).
  (* the value: f = m + t ln S with 0 <= ln S <= ln n *)
  set (L := lse n r). set (N := ln (INR n)).
  assert (Ef : f = m + t * L).
  { unfold f, L, lse. rewrite (sum_ext n _ (fun i => exp (m / t) * exp (r i))).
    - rewrite sum_scale, ln_mult, ln_exp by (apply exp_pos || now apply sum_exp_pos). field. lra.
    - intros i _. rewrite <- exp_plus. f_equal. unfold r, scale. field. lra. }
  assert (HL : 0 <= L <= N).
  { split; [|unfold N; rewrite <- (lse_zero n); now apply lse_le]. unfold L, lse. rewrite <- ln_1.
    apply ln_le_mono; [lra|]. rewrite <- exp_0, <- (Rj j) by now symmetry.
    apply (sum_term_le n (fun i => exp (r i)) j); [intros; left; apply exp_pos|exact Hj]. }
  (* the sum and its logarithm *)
  destruct (exponents_rounded n u x y z m t ltac:(lra) ltac:(lra) Hy Hz) as [th Th].
  assert (HX : exponentials n u c w r E th).
  { intros i Hi. destruct (Th i Hi) as [B Ez]. change ((x i - m) / t) with (r i) in Ez. rewrite <- Ez.
    split; [exact B|now apply HE]. }
  assert (Top : forall i, (i < n)%nat -> x i = m -> E i = 1).
  { intros i Hi Ei. apply E1; [exact Hi|]. rewrite (proj2 (Th i Hi)). fold (r i). rewrite Rj by exact Ei. ring. }
  set (q := c + INR k + 1). assert (K : 1 <= INR k) by (apply (le_INR 1); exact Hk).
  assert (U : u * (2 * N + q) <= 1 / 100) by (unfold q; fold N in Hs; lra).
  assert (U0 : 0 <= u * N) by (apply Rmult_le_pos; lra). assert (U1 : 0 <= u * L) by (apply Rmult_le_pos; lra).
  assert (U2 : INR k * u <= 1 / 2) by (unfold q in U; nra).
  assert (Hl : Rabs (ln (1 + Rc) - L) <= 102 / 100 * (u * (2 * (N - L) + q))).
  { replace (2 * (N - L) + q) with (2 * (N - L) + c + INR k + 1) by (unfold q; ring).
    apply (log_error n k r E th (1 + Rc) u c w); try assumption.
    - unfold L, N in *. fold (lse n r). unfold q in U. lra.
    - fold (lse n r). assert (S1 : 1 <= sum n (fun i => exp (r i))).
      { rewrite <- exp_0, <- (Rj j) by now symmetry.
        apply (sum_term_le n (fun i => exp (r i)) j); [intros; left; apply exp_pos|exact Hj]. } nra.
    - apply (others_between u n k E (fun i => x i = m) Rc j); try assumption; try lra.
      intros i Hi. now apply HE. }
  rewrite Ef. replace ((c + 1) * N + c + INR k + 1) with ((c + 1) * N + q) by (unfold q; ring).
  apply (value_error u c N L q (ln (1 + Rc)) ltac:(lra) Hc HL ltac:(unfold q; lra) U Hl Lc t m P fc w'); assumption.
Qed.
