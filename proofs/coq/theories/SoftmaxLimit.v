(** Where the softmax of kx goes as k grows: the m largest entries share the weight equally. *)

From Coq Require Import Reals Lra Lia Arith.
From TightMax Require Import Vectors LogSumExp Limits SoftplusGap.
Open Scope R_scope.

(** How many of the first d entries are marked. *)
Fixpoint count (d : nat) (mark : nat -> bool) : nat :=
  match d with
  | O => 0
  | S k => (count k mark + if mark k then 1 else 0)%nat
  end.

(** The marked entries of x are the largest, and the others are at least g smaller. *)
Definition peaks (d : nat) (x : vec) (mark : nat -> bool) (g : R) : Prop :=
  forall i, (i < d)%nat -> if mark i then x i = largest d x else x i <= largest d x - g.

(** No more entries are marked than there are. *)
Lemma count_le d mark : (count d mark <= d)%nat.
Proof. induction d as [|d IH]; simpl; [lia|destruct (mark d); lia]. Qed.

(** A sum of ones and what is between 0 and r at the others. *)
Lemma sum_of_marked d (mark : nat -> bool) x r : (forall i, (i < d)%nat -> if mark i then x i = 1 else 0 <= x i <= r) ->
  INR (count d mark) <= sum d x <= INR (count d mark) + INR (d - count d mark) * r.
Proof.
  induction d as [|d IH]; intros H; [simpl; lra|]. specialize (IH (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi))).
  pose proof (H d (Nat.lt_succ_diag_r d)) as Hd. pose proof (count_le d mark) as C. cbn [sum count].
  destruct (mark d).
  - rewrite Hd, Nat.add_1_r. replace (S d - S (count d mark))%nat with (d - count d mark)%nat by lia.
    rewrite S_INR. lra.
  - rewrite Nat.add_0_r. replace (S d - count d mark)%nat with (S (d - count d mark)) by lia. rewrite S_INR. lra.
Qed.

(** A marked entry is counted. *)
Lemma count_pos d mark i : (i < d)%nat -> mark i = true -> (1 <= count d mark)%nat.
Proof.
  induction d as [|d IH]; intros Hi M; [lia|]. simpl. destruct (Nat.eq_dec i d) as [<-|N]; [rewrite M; lia|].
  specialize (IH ltac:(lia) M). lia.
Qed.

(** Where one entry is marked, no other is. *)
Lemma count_one d mark i j : count d mark = 1%nat -> (i < d)%nat -> (j < d)%nat -> mark i = true -> mark j = true ->
  i = j.
Proof.
  induction d as [|d IH]; intros C Hi Hj Mi Mj; [lia|]. simpl in C.
  destruct (Nat.eq_dec i d) as [->|Ni], (Nat.eq_dec j d) as [->|Nj]; [reflexivity|..].
  - rewrite Mi in C. pose proof (count_pos d mark j ltac:(lia) Mj). lia.
  - rewrite Mj in C. pose proof (count_pos d mark i ltac:(lia) Mi). lia.
  - apply IH; try assumption; try lia. pose proof (count_pos d mark i ltac:(lia) Mi).
    destruct (mark d); lia.
Qed.

Section Peaks.
Variables (d : nat) (x : vec) (mark : nat -> bool) (g : R).
Hypotheses (Hd : (1 <= d)%nat) (Hg : 0 < g) (Hx : peaks d x mark g).

Let m := count d mark.

(** At least one entry is largest. *)
Lemma some_peak : (1 <= m)%nat.
Proof.
  destruct (largest_attained d x Hd) as (i & Hi & E). apply (count_pos d mark i Hi).
  pose proof (Hx i Hi) as P. destruct (mark i); [reflexivity|lra].
Qed.

(** The weights, with the largest entry taken out. *)
Lemma weights k : 0 < k -> exists S,
  INR m <= S <= INR m + INR (d - m) / (1 + k * g) /\
  forall i, (i < d)%nat -> if mark i then softmax d (scale k x) i = / S
    else 0 <= softmax d (scale k x) i <= / (1 + k * g) * / S.
Proof.
  intros Hk. assert (Kg : 0 < k * g) by now apply Rmult_lt_0_compat. set (M := largest d x).
  set (e := fun i => exp (k * (x i - M))).
  assert (He : forall i, (i < d)%nat -> if mark i then e i = 1 else 0 <= e i <= / (1 + k * g)).
  { intros i Hi. pose proof (Hx i Hi) as P. unfold e. fold M in P. destruct (mark i).
    - rewrite P, Rminus_diag_eq, Rmult_0_r by reflexivity. apply exp_0.
    - split; [left; apply exp_pos|]. eapply Rle_trans; [|apply exp_opp_le; lra]. apply exp_le. nra. }
  exists (sum d e). pose proof (sum_of_marked d mark e _ He) as S. fold m in S. split; [exact S|].
  assert (W : forall i, softmax d (scale k x) i = e i / sum d e).
  { intros i. unfold softmax. assert (F : forall j, exp (scale k x j) = exp (k * M) * e j).
    { intros j. unfold e, scale. rewrite <- exp_plus. f_equal. ring. }
    rewrite F, (sum_ext d _ (fun j => exp (k * M) * e j)), sum_scale by (intros; apply F).
    pose proof (exp_pos (k * M)) as P. pose proof (le_INR _ _ some_peak) as One. simpl in One. field. lra. }
  intros i Hi. specialize (He i Hi). rewrite W. pose proof (le_INR _ _ some_peak) as One. simpl in One.
  assert (I : 0 < / sum d e) by (apply Rinv_0_lt_compat; lra).
  destruct (mark i); [rewrite He; unfold Rdiv; ring|]. unfold Rdiv. split; [apply Rmult_le_pos; lra|].
  apply Rmult_le_compat_r; lra.
Qed.

(** The weights on the largest entries are equal, and close to 1/m; the others are close to 0. *)
Lemma peak_weights k : 0 < k ->
  (forall i j, (i < d)%nat -> (j < d)%nat -> mark i = true -> mark j = true ->
    softmax d (scale k x) i = softmax d (scale k x) j) /\
  (forall i, (i < d)%nat -> mark i = true ->
    / INR m - INR (d - m) / (INR m ^ 2 * (1 + k * g)) <= softmax d (scale k x) i <= / INR m) /\
  (forall i, (i < d)%nat -> mark i = false -> 0 <= softmax d (scale k x) i <= / (INR m * (1 + k * g))).
Proof.
  intros Hk. assert (Kg : 0 < k * g) by now apply Rmult_lt_0_compat. destruct (weights k Hk) as (S & HS & W).
  pose proof (le_INR _ _ some_peak) as One. simpl in One. set (p := INR m) in *.
  set (r := INR (d - m) / (1 + k * g)) in *.
  assert (Up : / S <= / p) by (apply Rinv_le_contravar; lra). split; [|split].
  - intros i j Hi Hj Mi Mj. pose proof (W i Hi) as Wi. pose proof (W j Hj) as Wj. rewrite Mi in Wi. rewrite Mj in Wj.
    now rewrite Wi, Wj.
  - intros i Hi Mi. specialize (W i Hi). rewrite Mi in W. rewrite W. split; [|exact Up].
    apply Rle_trans with (/ (p + r)); [|apply Rinv_le_contravar; lra].
    replace (INR (d - m) / (p ^ 2 * (1 + k * g))) with (r / p ^ 2) by (unfold r; field; lra).
    apply (Rmult_le_reg_r ((p + r) * p ^ 2)); [apply Rmult_lt_0_compat; nra|].
    replace (/ (p + r) * ((p + r) * p ^ 2)) with (p ^ 2) by (field; lra).
    replace ((/ p - r / p ^ 2) * ((p + r) * p ^ 2)) with (p ^ 2 - r ^ 2) by (field; lra). pose proof (pow2_ge_0 r). lra.
  - intros i Hi Mi. specialize (W i Hi). rewrite Mi in W. split; [apply W|]. rewrite Rinv_mult, Rmult_comm.
    eapply Rle_trans; [apply W|]. apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat; lra|exact Up].
Qed.

(** The limits of the weights. *)
Lemma peak_limits i : (i < d)%nat ->
  tends_at_infinity (fun k => softmax d (scale k x) i) (if mark i then / INR m else 0).
Proof.
  intros Hi. pose proof (le_INR _ _ some_peak) as One. simpl in One. destruct (mark i) eqn:Mi.
  - apply (tends_within _ _ (INR (d - m) / INR m ^ 2) g); [|exact Hg|].
    + apply Rle_mult_inv_pos; [apply pos_INR|nra].
    + intros k Hk. destruct (peak_weights k Hk) as (_ & P & _). specialize (P i Hi Mi).
      assert (Kg : 0 < k * g) by now apply Rmult_lt_0_compat.
      replace (INR (d - m) / INR m ^ 2 / (1 + k * g)) with (INR (d - m) / (INR m ^ 2 * (1 + k * g))) by (field; lra).
      rewrite Rabs_left1; lra.
  - apply (tends_within _ _ (/ INR m) g); [left; apply Rinv_0_lt_compat; lra|exact Hg|]. intros k Hk.
    destruct (peak_weights k Hk) as (_ & _ & P). specialize (P i Hi Mi).
    assert (Kg : 0 < k * g) by now apply Rmult_lt_0_compat. rewrite Rminus_0_r, Rabs_pos_eq by lra.
    unfold Rdiv. rewrite <- Rinv_mult. apply P.
Qed.
End Peaks.

(** Let m >= 1 entries of x be largest and the other N at least g > 0 smaller. Then the weights of softmax(kx), k > 0,
    on the largest entries are equal and between 1/m - N/(m^2(1 + kg)) and 1/m, and each of the others is at most
    1/(m(1 + kg)). The limit k -> infinity is one-hot if and only if m = 1; for m >= 2 no weight exceeds 1/2 at any
    k. *)
Theorem softmax_limit d x mark g : (1 <= d)%nat -> 0 < g -> peaks d x mark g ->
  let m := count d mark in let weight k i := softmax d (scale k x) i in
  (1 <= m)%nat /\
  (forall k, 0 < k ->
    (forall i j, (i < d)%nat -> (j < d)%nat -> mark i = true -> mark j = true -> weight k i = weight k j) /\
    (forall i, (i < d)%nat -> mark i = true ->
      / INR m - INR (d - m) / (INR m ^ 2 * (1 + k * g)) <= weight k i <= / INR m) /\
    (forall i, (i < d)%nat -> mark i = false -> weight k i <= / (INR m * (1 + k * g))) /\
    ((2 <= m)%nat -> forall i, (i < d)%nat -> weight k i <= 1 / 2)) /\
  ((exists j, (j < d)%nat /\ forall i, (i < d)%nat -> tends_at_infinity (fun k => weight k i) (vertex j i)) <->
   m = 1%nat).
Proof.
  intros Hd Hg Hx m weight. pose proof (some_peak d x mark g Hd Hg Hx) as Some. fold m in Some.
  pose proof (le_INR _ _ Some) as One. simpl in One. split; [exact Some|]. split.
  - intros k Hk. destruct (peak_weights d x mark g Hd Hg Hx k Hk) as (A & B & C). fold m in B, C.
    split; [exact A|]. split; [exact B|]. split; [intros i Hi Mi; now apply C|]. intros Two i Hi.
    apply le_INR in Two. simpl in Two. unfold weight. assert (Kg : 0 < k * g) by now apply Rmult_lt_0_compat.
    unfold Rdiv. rewrite Rmult_1_l. destruct (mark i) eqn:Mi.
    + eapply Rle_trans; [now apply B|]. apply Rinv_le_contravar; lra.
    + eapply Rle_trans; [now apply C|]. apply Rinv_le_contravar; nra.
  - pose proof (peak_limits d x mark g Hd Hg Hx) as L. fold m in L. split.
    + intros (j & Hj & H). destruct (largest_attained d x Hd) as (i & Hi & E).
      specialize (L i Hi). pose proof (Hx i Hi) as P. destruct (mark i); [|lra].
      pose proof (tends_unique _ _ _ _ unbounded_reals L (H i Hi)) as V. unfold vertex in V.
      assert (Inv : INR m * / INR m = 1) by (apply Rinv_r; lra). rewrite V in Inv.
      apply INR_eq. simpl. destruct (Nat.eqb i j); lra.
    + intros E. destruct (largest_attained d x Hd) as (j & Hj & Ej). exists j. split; [exact Hj|]. intros i Hi.
      specialize (L i Hi). pose proof (Hx j Hj) as Mj. destruct (mark j) eqn:Tj; [|lra]. unfold vertex.
      destruct (Nat.eqb_spec i j) as [->|N].
      * rewrite Tj, E in L. simpl in L. now rewrite Rinv_1 in L.
      * destruct (mark i) eqn:Ti; [|exact L]. exfalso. apply N. now apply (count_one d mark).
Qed.
