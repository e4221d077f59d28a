(** The universal smoothing as functions of one number, the sum S of the exponentials of all scores but a largest one:
    its excess over the maximum and the weight of the largest entry. In ln(1 + S) both change slowly. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From TightMax Require Import Enclosures Rising Vectors LogSumExp UniversalUpper RoundedScores.
Open Scope R_scope.

Definition excess (S : R) : R :=
  if Rle_dec 1 S then 1 / 2 + ln ((1 + S) / 2) else if Rle_dec (exp (-2)) S then (2 + ln S) ^ 2 / 8 else 0.

Definition top_weight (S : R) : R :=
  if Rle_dec 1 S then / (1 + S) else if Rle_dec (exp (-2)) S then 1 / 2 - ln S / 4 else 1.

(** The seam e^-2 is between 10/74 and 1. *)
Lemma seam : 10 / 74 < exp (-2) < 14 / 100.
Proof. split; interval with (i_prec 64). Qed.

(** A function that is given by three formulas and rises on each piece rises. *)
Lemma rises_in_pieces (H h1 h2 h3 d1 d2 d3 : R -> R) :
  (forall s, s <= exp (-2) -> H s = h1 s) -> (forall s, exp (-2) <= s <= 1 -> H s = h2 s) ->
  (forall s, 1 <= s -> H s = h3 s) ->
  (forall s, -1 < s <= exp (-2) -> is_derive h1 s (d1 s) /\ 0 <= d1 s) ->
  (forall s, exp (-2) <= s <= 1 -> is_derive h2 s (d2 s) /\ 0 <= d2 s) ->
  (forall s, 1 <= s -> is_derive h3 s (d3 s) /\ 0 <= d3 s) ->
  forall a b, -1 < a -> a <= b -> H a <= H b.
Proof.
  intros E1 E2 E3 D1 D2 D3 a b Ha Hab. pose proof seam as Z. set (e := exp (-2)) in *.
  assert (P1 : forall p q, -1 < p -> p <= q -> q <= e -> H p <= H q).
  { intros p q Hp Hpq Hq. rewrite !E1 by lra. apply (rises_between h1 d1); [exact Hpq|intros; apply D1; lra|].
    intros; apply D1; lra. }
  assert (P2 : forall p q, e <= p -> p <= q -> q <= 1 -> H p <= H q).
  { intros p q Hp Hpq Hq. rewrite !E2 by lra. apply (rises_between h2 d2); [exact Hpq|intros; apply D2; lra|].
    intros; apply D2; lra. }
  assert (P3 : forall p q, 1 <= p -> p <= q -> H p <= H q).
  { intros p q Hp Hpq. rewrite !E3 by lra. apply (rises_between h3 d3); [exact Hpq|intros; apply D3; lra|].
    intros; apply D3; lra. }
  assert (Q : forall p q, e <= p -> p <= q -> H p <= H q).
  { intros p q Hp Hpq. destruct (Rle_dec q 1); [apply P2; lra|]. destruct (Rle_dec 1 p); [apply P3; lra|].
    apply Rle_trans with (H 1); [apply P2; lra|apply P3; lra]. }
  destruct (Rle_dec b e); [apply P1; lra|]. destruct (Rle_dec e a); [apply Q; lra|].
  apply Rle_trans with (H e); [apply P1; lra|apply Q; lra].
Qed.

(** The values at the seams. *)
Lemma ln_half_sum s : -1 < s -> ln ((1 + s) / 2) = ln (1 + s) - ln 2.
Proof. intros Hs. unfold Rdiv. rewrite ln_mult, ln_Rinv by lra. ring. Qed.

Lemma excess_low s : s <= exp (-2) -> excess s = 0.
Proof.
  intros Hs. pose proof seam as Z. unfold excess. destruct (Rle_dec 1 s); [lra|].
  destruct (Rle_dec _ s); [|reflexivity].
  replace s with (exp (-2)) by lra. rewrite ln_exp. field.
Qed.

Lemma excess_middle s : exp (-2) <= s <= 1 -> excess s = (2 + ln s) ^ 2 / 8.
Proof.
  intros Hs. unfold excess. destruct (Rle_dec 1 s); [|destruct (Rle_dec _ s); [reflexivity|lra]].
  replace s with 1 by lra. replace ((1 + 1) / 2) with 1 by field. rewrite ln_1. field.
Qed.

Lemma excess_high s : 1 <= s -> excess s = 1 / 2 + ln ((1 + s) / 2).
Proof. intros Hs. unfold excess. destruct (Rle_dec 1 s); [reflexivity|contradiction]. Qed.

Lemma top_weight_low s : s <= exp (-2) -> top_weight s = 1.
Proof.
  intros Hs. pose proof seam as Z. unfold top_weight. destruct (Rle_dec 1 s); [lra|].
  destruct (Rle_dec _ s); [|reflexivity]. replace s with (exp (-2)) by lra. rewrite ln_exp. field.
Qed.

Lemma top_weight_middle s : exp (-2) <= s <= 1 -> top_weight s = 1 / 2 - ln s / 4.
Proof.
  intros Hs. unfold top_weight. destruct (Rle_dec 1 s); [|destruct (Rle_dec _ s); [reflexivity|lra]].
  replace s with 1 by lra. rewrite ln_1. field.
Qed.

Lemma top_weight_high s : 1 <= s -> top_weight s = / (1 + s).
Proof. intros Hs. unfold top_weight. destruct (Rle_dec 1 s); [reflexivity|contradiction]. Qed.

(** Between the seams ln S is between -2 and 0. *)
Lemma ln_middle s : exp (-2) <= s <= 1 -> -2 <= ln s <= 0.
Proof.
  intros Hs. pose proof seam as Z. split.
  - rewrite <- (ln_exp (-2)). apply Entropy.ln_le_mono; [apply exp_pos|lra].
  - rewrite <- ln_1. apply Entropy.ln_le_mono; lra.
Qed.

(** (2 + ln S)(1 + S) <= 4 S up to 1: the difference falls and vanishes at 1. *)
Lemma slope_room s : 0 < s <= 1 -> (2 + ln s) * (1 + s) <= 4 * s.
Proof.
  intros Hs.
  enough (- (4 * s - (2 + ln s) * (1 + s)) <= - (4 * 1 - (2 + ln 1) * (1 + 1))) as H by (rewrite ln_1 in H; lra).
  apply (rises_between (fun s => - (4 * s - (2 + ln s) * (1 + s))) (fun s => - (1 - / s - ln s))); [lra| |].
  - intros r Hr. auto_derive; [lra|]. field. lra.
  - intros r Hr. assert (Ir : 0 < / r) by (apply Rinv_0_lt_compat; lra).
    assert (B : ln (/ r) <= / r - 1).
    { rewrite <- (ln_exp (/ r - 1)). apply Entropy.ln_le_mono; [exact Ir|].
      pose proof (exp_ineq1_le (/ r - 1)). lra. }
    rewrite ln_Rinv in B by lra. lra.
Qed.

(** The excess rises, and no faster than ln(1 + S). *)
Lemma excess_rises a b : -1 < a -> a <= b -> excess a <= excess b.
Proof.
  apply (rises_in_pieces excess (fun _ => 0) (fun s => (2 + ln s) ^ 2 / 8) (fun s => 1 / 2 + ln ((1 + s) / 2))
    (fun _ => 0) (fun s => (2 + ln s) / (4 * s)) (fun s => / (1 + s)));
    try (exact excess_low || exact excess_middle || exact excess_high).
  - intros s Hs. split; [auto_derive; trivial|lra].
  - intros s Hs. pose proof seam as Z. pose proof (ln_middle s Hs) as L. split; [auto_derive; [lra|field; lra]|].
    apply Rle_mult_inv_pos; lra.
  - intros s Hs. split; [auto_derive; [lra|field; lra]|]. left. apply Rinv_0_lt_compat. lra.
Qed.

Lemma excess_slowly a b : -1 < a -> a <= b -> ln (1 + a) - excess a <= ln (1 + b) - excess b.
Proof.
  apply (rises_in_pieces (fun s => ln (1 + s) - excess s) (fun s => ln (1 + s))
    (fun s => ln (1 + s) - (2 + ln s) ^ 2 / 8) (fun s => ln 2 - 1 / 2)
    (fun s => / (1 + s)) (fun s => / (1 + s) - (2 + ln s) / (4 * s)) (fun s => 0)).
  - intros s Hs. rewrite excess_low by exact Hs. ring.
  - intros s Hs. now rewrite excess_middle by exact Hs.
  - intros s Hs. rewrite excess_high, ln_half_sum by lra. ring.
  - intros s Hs. split; [auto_derive; [lra|field; lra]|]. left. apply Rinv_0_lt_compat. lra.
  - intros s Hs. pose proof seam as Z. pose proof (slope_room s ltac:(lra)) as R.
    split; [auto_derive; [lra|field; lra]|].
    replace (/ (1 + s) - (2 + ln s) / (4 * s))
      with ((4 * s - (2 + ln s) * (1 + s)) / ((1 + s) * (4 * s))) by (field; lra).
    apply Rle_mult_inv_pos; [lra|]. apply Rmult_lt_0_compat; lra.
  - intros s Hs. split; [auto_derive; trivial|lra].
Qed.

(** The weight falls, and no faster than 2.1 ln(1 + S) rises. *)
Lemma top_weight_falls a b : -1 < a -> a <= b -> - top_weight a <= - top_weight b.
Proof.
  apply (rises_in_pieces (fun s => - top_weight s) (fun _ => - (1)) (fun s => ln s / 4 - 1 / 2) (fun s => - / (1 + s))
    (fun _ => 0) (fun s => / (4 * s)) (fun s => / (1 + s) ^ 2)).
  - intros s Hs. now rewrite top_weight_low by exact Hs.
  - intros s Hs. rewrite top_weight_middle by exact Hs. ring.
  - intros s Hs. now rewrite top_weight_high by exact Hs.
  - intros s Hs. split; [auto_derive; trivial|lra].
  - intros s Hs. pose proof seam as Z. split; [auto_derive; [lra|field; lra]|]. left. apply Rinv_0_lt_compat. lra.
  - intros s Hs. split; [auto_derive; [lra|field; lra]|]. left. apply Rinv_0_lt_compat, pow_lt. lra.
Qed.

Lemma top_weight_slowly a b : -1 < a -> a <= b ->
  21 / 10 * ln (1 + a) + top_weight a <= 21 / 10 * ln (1 + b) + top_weight b.
Proof.
  apply (rises_in_pieces (fun s => 21 / 10 * ln (1 + s) + top_weight s) (fun s => 21 / 10 * ln (1 + s) + 1)
    (fun s => 21 / 10 * ln (1 + s) + (1 / 2 - ln s / 4)) (fun s => 21 / 10 * ln (1 + s) + / (1 + s))
    (fun s => 21 / 10 * / (1 + s)) (fun s => 21 / 10 * / (1 + s) - / (4 * s))
    (fun s => 21 / 10 * / (1 + s) - / (1 + s) ^ 2)).
  - intros s Hs. now rewrite top_weight_low by exact Hs.
  - intros s Hs. now rewrite top_weight_middle by exact Hs.
  - intros s Hs. now rewrite top_weight_high by exact Hs.
  - intros s Hs. split; [auto_derive; [lra|field; lra]|].
    pose proof (Rinv_0_lt_compat (1 + s) ltac:(lra)) as I. lra.
  - intros s Hs. pose proof seam as Z. split; [auto_derive; [lra|field; lra]|].
    replace (21 / 10 * / (1 + s) - / (4 * s)) with ((74 / 10 * s - 1) / ((1 + s) * (4 * s))) by (field; lra).
    apply Rle_mult_inv_pos; [lra|]. apply Rmult_lt_0_compat; lra.
  - intros s Hs. split; [auto_derive; [lra|field; lra]|].
    replace (21 / 10 * / (1 + s) - / (1 + s) ^ 2) with ((21 / 10 * (1 + s) - 1) / (1 + s) ^ 2) by (field; lra).
    apply Rle_mult_inv_pos; [lra|apply pow_lt; lra].
Qed.

(** Numbers whose 1 + S have logarithms at most g apart. *)
Lemma excess_close a b g : -1 < a -> -1 < b -> Rabs (ln (1 + a) - ln (1 + b)) <= g -> Rabs (excess a - excess b) <= g.
Proof.
  intros Ha Hb H. apply Rabs_le_between in H. apply Rabs_le. destruct (Rle_dec a b) as [L|L].
  - pose proof (excess_rises a b Ha L) as A. pose proof (excess_slowly a b Ha L) as B. lra.
  - pose proof (excess_rises b a Hb ltac:(lra)) as A. pose proof (excess_slowly b a Hb ltac:(lra)) as B. lra.
Qed.

Lemma top_weight_close a b g : -1 < a -> -1 < b -> Rabs (ln (1 + a) - ln (1 + b)) <= g ->
  Rabs (top_weight a - top_weight b) <= 21 / 10 * g.
Proof.
  intros Ha Hb H. apply Rabs_le_between in H. apply Rabs_le. destruct (Rle_dec a b) as [L|L].
  - pose proof (top_weight_falls a b Ha L) as A. pose proof (top_weight_slowly a b Ha L) as B. lra.
  - pose proof (top_weight_falls b a Hb ltac:(lra)) as A. pose proof (top_weight_slowly b a Hb ltac:(lra)) as B. lra.
Qed.

(** The excess is not negative, and at most ln(1 + S). *)
Lemma excess_range s : 0 < s -> 0 <= excess s <= ln (1 + s).
Proof.
  intros Hs. pose proof seam as Z. pose proof (excess_rises 0 s ltac:(lra) ltac:(lra)) as A.
  pose proof (excess_slowly 0 s ltac:(lra) ltac:(lra)) as B. rewrite Rplus_0_r, ln_1 in B.
  rewrite excess_low in A, B by lra. lra.
Qed.

(** ** The universal smoothing at the temperature t in these terms *)

Section Scores.
Variables (n : nat) (t : R) (x : vec).
Hypotheses (Hn : (2 <= n)%nat) (Ht : 0 < t).

Let S := sum n (fun i => exp (reduced n t x i)) - 1.

(** S is positive: there is another entry. *)
Lemma others_positive : 0 < S.
Proof.
  destruct (largest_attained n x ltac:(lia)) as (j & Hj & Ej). unfold S.
  rewrite (sum_split n _ j Hj), (reduced_top n t x Ht j) by now symmetry. rewrite exp_0.
  pose proof (sum_exp_others_pos n j (reduced n t x) Hn) as P. lra.
Qed.

(** The lead of the largest entry over LogSumExp of the others is -ln S. *)
Lemma largest_scaled : largest n (scale (/ t) x) = largest n x / t.
Proof. rewrite largest_scale; [unfold Rdiv; ring|]. left. now apply Rinv_0_lt_compat. Qed.

Lemma lead : largest n (scale (/ t) x) - rest n (scale (/ t) x) = - ln S.
Proof.
  unfold rest. rewrite largest_scaled. rewrite (sum_ext n _ (fun i => exp (largest n x / t) * exp (reduced n t x i))).
  - rewrite sum_scale. replace (exp (largest n x / t) * sum n (fun i => exp (reduced n t x i)) - exp (largest n x / t))
      with (exp (largest n x / t) * S) by (unfold S; ring).
    rewrite ln_mult, ln_exp by (apply exp_pos || exact others_positive). ring.
  - intros i _. rewrite <- exp_plus. f_equal. unfold reduced, scale. field. lra.
Qed.

(** The order of ln S and a number is that of S and its exponential. *)
Lemma ln_order r : (ln S <= r <-> S <= exp r) /\ (r <= ln S <-> exp r <= S).
Proof.
  pose proof others_positive as P. split; split; intros H.
  - rewrite <- (exp_ln S P). now apply exp_le.
  - rewrite <- (ln_exp r). now apply Entropy.ln_le_mono.
  - rewrite <- (exp_ln S P). now apply exp_le.
  - rewrite <- (ln_exp r). apply Entropy.ln_le_mono; [apply exp_pos|exact H].
Qed.

(** The value is the maximum and t times the excess. *)
Lemma universal_value : t * universal_smoothing n (scale (/ t) x) = largest n x + t * excess S.
Proof.
  pose proof others_positive as P. unfold universal_smoothing. rewrite lead, largest_scaled.
  destruct (ln_order 0) as [_ A0]. destruct (ln_order (-2)) as [A2 B2]. rewrite exp_0 in A0.
  destruct (Rle_dec (- ln S) 0) as [H|H]; [|destruct (Rle_dec (- ln S) 2) as [H2|H2]].
  - rewrite excess_high, ln_half_sum, (lse_reduced n t x) by (lra || lia || (apply A0; lra)).
    unfold lse. replace (1 + S) with (sum n (fun i => exp (reduced n t x i))) by (unfold S; ring). field. lra.
  - rewrite excess_middle; [field; lra|]. split; [apply B2; lra|]. destruct (ln_order 0) as [C0 _].
    rewrite exp_0 in C0. apply C0. lra.
  - rewrite excess_low; [field; lra|]. apply A2. lra.
Qed.

(** The weight of a largest entry. *)
Lemma universal_weight j : x j = largest n x -> universal_weights n (scale (/ t) x) j = top_weight S.
Proof.
  intros Ej. pose proof others_positive as P. unfold universal_weights. rewrite lead, largest_scaled.
  destruct (ln_order 0) as [C0 A0]. destruct (ln_order (-2)) as [A2 B2]. rewrite exp_0 in A0, C0.
  destruct (Rle_dec (- ln S) 0) as [H|H].
  - rewrite top_weight_high by (apply A0; lra). unfold softmax.
    rewrite (sum_ext n _ (fun i => exp (largest n x / t) * exp (reduced n t x i))).
    + rewrite sum_scale. replace (sum n (fun i => exp (reduced n t x i))) with (1 + S) by (unfold S; ring).
      replace (scale (/ t) x j) with (largest n x / t) by (unfold scale; rewrite Ej; unfold Rdiv; ring).
      field. split; [lra|apply Rgt_not_eq, exp_pos].
    + intros i _. rewrite <- exp_plus. f_equal. unfold reduced, scale. field. lra.
  - destruct (Req_EM_T _ _) as [_|N]; [|exfalso; apply N; unfold scale; rewrite Ej; unfold Rdiv; ring].
    unfold leader_weight. destruct (Rle_dec (- ln S) 2) as [H2|H2].
    + rewrite top_weight_middle; [field|]. split; [apply B2; lra|apply C0; lra].
    + rewrite top_weight_low; [reflexivity|]. apply A2. lra.
Qed.
End Scores.
