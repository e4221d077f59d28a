(** eps*_d >= g_d^2/2 with g_d the mean of the largest of d independent standard normals: the limit of random walks. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing LogSumExp RandomWalk GumbelWinner.
From TightMax Require Import IteratedMeans NormalTail GaussianIntegral NormalSmoothing NormalIntegral NormalDensity.
From TightMax Require Import EntryWalks NormalEntries.
Open Scope R_scope.

(** g is the mean of the largest of d independent standard normals. *)
Definition normal_maximum (d : nat) (g : R) : Prop := means_under normal_density d (largest d) g.

(** ** LogSumExp as a function of one entry *)

Section OneEntry.
Variables (B t : R).
Hypotheses (HB : 0 <= B) (Ht : 0 < t).

Let e (s : R) : R := exp (/ t * s).
Let share (s : R) : R := e s / (B + e s).

Lemma share_range s : 0 < B + e s /\ 0 <= share s <= 1 /\ share s * (B + e s) = e s.
Proof.
  assert (P : 0 < e s) by apply exp_pos. assert (Q : 0 < B + e s) by lra. unfold share.
  split; [exact Q|]. split; [split; [left; now apply Rdiv_lt_0_compat|]|field; lra].
  apply (Rmult_le_reg_r (B + e s)); [exact Q|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Lemma share_derive s : is_derive share s (/ t * (share s * (1 - share s))).
Proof.
  destruct (share_range s) as (Q & _). unfold share, e in *. auto_derive; [lra|]. field. split; lra.
Qed.

(** A product of shares is at most 1. *)
Lemma share_products s : let q := share s in
  Rabs (q * (1 - q)) <= 1 /\ Rabs (q * (1 - q) * (1 - 2 * q)) <= 1.
Proof.
  intros q. destruct (share_range s) as (_ & R0 & _). fold q in R0. clearbody q.
  assert (P : 0 <= q * (1 - q) <= 1) by nra. split; [apply Rabs_le; lra|].
  rewrite Rabs_mult, (Rabs_pos_eq (q * (1 - q))) by lra. rewrite <- (Rmult_1_r 1) at 3.
  apply Rmult_le_compat; [lra|apply Rabs_pos|lra|]. apply Rabs_le. lra.
Qed.

Lemma lse_test : test_function (1 + / t + / t ^ 2) (fun s => t * ln (B + e s)) share
  (fun s => / t * (share s * (1 - share s))).
Proof.
  assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (It2 : 0 < / t ^ 2) by (apply Rinv_0_lt_compat, pow_lt, Ht).
  split; [|split].
  - intros s. destruct (share_range s) as (Q & _). split; apply is_derive_Reals.
    + unfold share, e in *. auto_derive; [lra|]. field. split; lra.
    + apply share_derive.
  - intros s. destruct (share_range s) as (Q & R0 & _). destruct (share_products s) as [S1 _]. split.
    + apply Rabs_le. lra.
    + rewrite Rabs_mult, (Rabs_pos_eq (/ t)) by lra. assert (/ t * Rabs (share s * (1 - share s)) <= / t * 1); [|lra].
      apply Rmult_le_compat_l; lra.
  - intros x y. pose proof (lipschitz_of_derivative (fun s => / t * (share s * (1 - share s)))
      (fun s => / t ^ 2 * (share s * (1 - share s) * (1 - 2 * share s))) (/ t ^ 2)) as L.
    eapply Rle_trans; [apply L|].
    + intros s. apply is_derive_Reals.
      pose proof (share_derive s) as D. pose proof (is_derive_unique _ _ _ D) as U.
      assert (X : ex_derive share s) by (eexists; exact D).
      auto_derive; [repeat split; exact X|]. change (fun x => share x) with share. rewrite U. field. lra.
    + intros s. rewrite Rabs_mult, (Rabs_pos_eq (/ t ^ 2)) by lra. rewrite <- (Rmult_1_r (/ t ^ 2)) at 2.
      apply Rmult_le_compat_l; [lra|]. apply share_products.
    + apply Rmult_le_compat_r; [apply Rabs_pos|lra].
Qed.
End OneEntry.

Section Limit.
Variables (d : nat) (t : R).
Hypothesis Ht : 0 < t.

Let smoothed_max (x : vec) : R := t * lse d (scale (/ t) x).

(** As a function of the entry i. *)
Lemma smoothed_max_entry i x : (i < d)%nat -> exists B, 0 <= B /\
  (fun s => smoothed_max (with_entry i s x)) = fun s => t * ln (B + exp (/ t * s)).
Proof.
  intros Hi. exists (sum d (fun j => if Nat.eqb j i then 0 else exp (/ t * x j))). split.
  - apply sum_nonneg. intros j _. destruct (Nat.eqb j i); [lra|left; apply exp_pos].
  - apply functional_extensionality. intros s. unfold smoothed_max, lse. do 2 f_equal.
    rewrite (sum_split d _ i Hi). unfold scale, with_entry at 1. rewrite Nat.eqb_refl, Rplus_comm. f_equal.
    apply sum_ext. intros j _. unfold with_entry. now destruct (Nat.eqb j i).
Qed.

Lemma smoothed_max_test : entry_test d (1 + / t + / t ^ 2) smoothed_max.
Proof.
  intros i x Hi. destruct (smoothed_max_entry i x Hi) as (B & PB & ->). do 2 eexists. now apply lse_test.
Qed.

(** Functions of the first d entries do not depend on the others. *)
Lemma lipschitz_outside L F i x : 0 <= L -> on_first d F -> (d <= i)%nat ->
  lipschitz_by L (fun s => F (with_entry i s x)).
Proof.
  intros PL Hf Hi s u. rewrite (Hf (with_entry i s x) (with_entry i u x)).
  - rewrite Rminus_eq_0, Rabs_R0. apply Rmult_le_pos; [exact PL|apply Rabs_pos].
  - intros j Hj. unfold with_entry. destruct (Nat.eqb_spec j i); [lia|reflexivity].
Qed.

Lemma smoothed_max_lipschitz : entry_lipschitz (1 + / t + / t ^ 2) smoothed_max.
Proof.
  assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
  assert (It2 : 0 < / t ^ 2) by (apply Rinv_0_lt_compat, pow_lt, Ht).
  intros i x. destruct (lt_dec i d) as [Hi|Hi].
  - destruct (smoothed_max_test i x Hi) as (f1 & f2 & T). now apply (test_lipschitz _ _ f1 f2).
  - apply lipschitz_outside; [lra| |lia]. intros y z E. unfold smoothed_max, lse. do 2 f_equal. apply sum_ext.
    intros j Hj. unfold scale. now rewrite E.
Qed.
End Limit.

Lemma largest_on_first d : on_first d (largest d).
Proof. intros x y E. now apply largest_ext. Qed.

(** The largest entry is 1-Lipschitz in each. *)
Lemma largest_entry_lipschitz d : (1 <= d)%nat -> entry_lipschitz 1 (largest d).
Proof.
  intros Hd i x s u. rewrite Rmult_1_l.
  assert (H : forall s u, largest d (with_entry i s x) <= largest d (with_entry i u x) + Rabs (s - u)).
  { intros a b. destruct (largest_attained d (with_entry i a x) Hd) as (j & Hj & ->).
    pose proof (largest_entry d (with_entry i b x) j Hj) as L. pose proof (Rabs_pos (a - b)) as P.
    pose proof (Rle_abs (a - b)) as Q. unfold with_entry in *. destruct (Nat.eqb j i); lra. }
  pose proof (H s u) as A. pose proof (H u s) as B. rewrite (Rabs_minus_sym u s) in B. apply Rabs_le. lra.
Qed.

(** ** The mean of the largest of d normals *)

(** Functions of at most quadratic growth have means. *)
Lemma integral_of_growth f : quadratic_growth f -> mean_under normal_density f (normal_integral f).
Proof. exact (normal_integral_mean f). Qed.

(** So the mean of the largest exists. *)
Definition normal_maximum_value (d : nat) : R := entry_normals normal_integral d (largest d) zero.

Lemma normal_maximum_exists d : (1 <= d)%nat -> normal_maximum d (normal_maximum_value d).
Proof.
  intros Hd. apply (normals_integrate _ normal_integral_functional integral_of_growth d 1).
  now apply largest_entry_lipschitz.
Qed.

(** There is no other. *)
Lemma normal_maximum_unique d g : (1 <= d)%nat -> normal_maximum d g -> g = normal_maximum_value d.
Proof.
  intros Hd H. pose proof (normal_maximum_exists d Hd) as E.
  apply Rle_antisym; [apply (means_under_le normal_density normal_is_density d (largest d) (largest d) _ _ H E)|
    apply (means_under_le normal_density normal_is_density d (largest d) (largest d) _ _ E H)]; intros; lra.
Qed.

(** The walks come close: for every t > 0, within 2 t ln d + 2 d (1 + 1/t + 1/t^2)/sqrt n. *)
Lemma walk_near_limit d n t : (2 <= d)%nat -> (1 <= n)%nat -> 0 < t ->
  Rabs (/ sqrt (INR n) * walk_mean d n - normal_maximum_value d)
    <= 2 * (t * ln (INR d)) + INR d * (2 * (1 + / t + / t ^ 2) / sqrt (INR n)).
Proof.
  intros Hd Hn Ht. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
  set (a := / sqrt (INR n)). assert (Pa : 0 <= a) by (left; now apply Rinv_0_lt_compat).
  rewrite <- scaled_walk_mean by exact Pa. rewrite walk_by_entries by apply largest_on_first.
  set (S := fun x => t * lse d (scale (/ t) x)).
  assert (Near : forall x, Rabs (largest d x - S x) <= t * ln (INR d)).
  { intros x. destruct (lse_gap d t x Hd Ht) as [G _]. fold (S x) in G. apply Rabs_le. lra. }
  pose proof (walks_near_normals normal_integral normal_integral_functional d (1 + / t + / t ^ 2) _ S n
    (smoothed_max_test d t Ht) (smoothed_max_lipschitz d t Ht) Hn zero) as C. fold a in C.
  assert (A : Rabs (entry_walks a n d (largest d) zero - entry_walks a n d S zero) <= t * ln (INR d))
    by now apply entry_walks_near.
  pose proof (entry_normals_near normal_integral normal_integral_functional 1 _ d (largest d) S _
    (largest_entry_lipschitz d ltac:(lia)) (smoothed_max_lipschitz d t Ht) Near zero) as B.
  fold (normal_maximum_value d) in B.
  set (w := entry_walks a n d (largest d) zero) in *. set (g := normal_maximum_value d) in *.
  set (w' := entry_walks a n d S zero) in *. set (g' := entry_normals normal_integral d S zero) in *.
  replace (w - g) with ((w - w') + (w' - g') + - (g - g')) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp.
  pose proof (Rabs_triang (w - w') (w' - g')) as T. lra.
Qed.

(** So they tend to it. *)
Theorem walk_limit d : (2 <= d)%nat ->
  Un_cv (fun n => / sqrt (INR n) * walk_mean d n) (normal_maximum_value d).
Proof.
  intros Hd eta He. assert (L : 0 < ln (INR d)).
  { rewrite <- ln_1. apply ln_increasing; [lra|]. apply (lt_INR 1). lia. }
  set (t := eta / (8 * ln (INR d))). assert (Ht : 0 < t) by (apply Rdiv_lt_0_compat; lra).
  set (c := INR d * (2 * (1 + / t + / t ^ 2))).
  assert (Pc : 0 < c).
  { assert (It : 0 < / t) by now apply Rinv_0_lt_compat.
    assert (It2 : 0 < / t ^ 2) by (apply Rinv_0_lt_compat, pow_lt, Ht).
    apply Rmult_lt_0_compat; [apply lt_0_INR; lia|lra]. }
  destruct (archimed_cor1 ((eta / (4 * c)) ^ 2)) as (N & HN & PN); [apply pow_lt, Rdiv_lt_0_compat; lra|].
  exists N. intros n Hn. unfold R_dist. eapply Rle_lt_trans; [apply (walk_near_limit d n t Hd ltac:(lia) Ht)|].
  assert (Pn : 0 < INR N) by (apply lt_0_INR; lia). assert (Q : INR N <= INR n) by (apply le_INR; lia).
  assert (R0 : / sqrt (INR n) <= eta / (4 * c)).
  { rewrite <- sqrt_inv. rewrite <- (sqrt_pow2 (eta / (4 * c))) by (left; apply Rdiv_lt_0_compat; lra).
    apply sqrt_le_1_alt. apply Rle_trans with (/ INR N); [|lra]. now apply Rinv_le_contravar. }
  replace (INR d * (2 * (1 + / t + / t ^ 2) / sqrt (INR n))) with (c * / sqrt (INR n)) by (unfold c, Rdiv; ring).
  assert (c * / sqrt (INR n) <= c * (eta / (4 * c))) by (apply Rmult_le_compat_l; lra).
  replace (c * (eta / (4 * c))) with (eta / 4) in H by (field; lra).
  replace (2 * (t * ln (INR d))) with (eta / 4) by (unfold t; field; lra). lra.
Qed.

(** The bound on the least gap. *)
Theorem normal_bound d e : (2 <= d)%nat -> optimum d e -> normal_maximum_value d ^ 2 / 2 <= e.
Proof.
  intros Hd He. pose proof (walk_limit d Hd) as C.
  pose proof (CV_mult _ _ _ _ C C) as C2.
  enough (B : normal_maximum_value d * normal_maximum_value d <= 2 * e) by (simpl; lra).
  apply (@Rle_cv_lim (fun n => (/ sqrt (INR (S n)) * walk_mean d (S n)) * (/ sqrt (INR (S n)) * walk_mean d (S n)))
    (fun _ => 2 * e)).
  - intros n. destruct He as [[f Hf] _]. pose proof (walk_bound d (S n) e f ltac:(lia) ltac:(lia) Hf) as W.
    assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia). pose proof (sqrt_lt_R0 _ Pn) as Pr.
    assert (E : sqrt (INR (S n)) * sqrt (INR (S n)) = INR (S n)) by (apply sqrt_sqrt; lra).
    set (r := sqrt (INR (S n))) in *. rewrite <- E in W.
    replace (/ r * walk_mean d (S n) * (/ r * walk_mean d (S n))) with (2 * (walk_mean d (S n) ^ 2 / (2 * (r * r))))
      by (field; lra). lra.
  - intros eta Heta. destruct (C2 eta Heta) as [N HN]. exists N. intros n Hn. apply (HN (S n)). lia.
  - intros eta Heta. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact Heta.
Qed.
