(** LogSumExp is the conjugate of the negative entropy, with the softmax as the only point that attains the
    maximum; and the negative entropy takes exactly the values from -ln d to 0 on the simplex. *)

From Coq Require Import Reals Ranalysis5 Lra Lia Arith.
From TightMax Require Import Vectors Smoothing Jensen Conjugate Converse Entropy LogSumExp.
Open Scope R_scope.

Lemma norm1_zero_entry d x i : norm1 d x = 0 -> (i < d)%nat -> x i = 0.
Proof.
  intros H Hi. pose proof (sum_term_le d (fun j => Rabs (x j)) i (fun j _ => Rabs_pos _) Hi) as P.
  fold (norm1 d x) in P. rewrite H in P. cbv beta in P. pose proof (Rabs_pos (x i)).
  destruct (Req_dec (x i) 0) as [|N]; [assumption|]. pose proof (Rabs_pos_lt _ N). lra.
Qed.

(** Only the softmax attains the maximum, as the entropy is strongly convex. *)
Lemma gibbs_unique d p x : (1 <= d)%nat -> simplex d p -> dot d p x - entropy d p = lse d x ->
  forall i, (i < d)%nat -> p i = softmax d x i.
Proof.
  intros Hd Hp E i Hi. set (q := softmax d x). pose proof (simplex_softmax d x Hd) as Hq. fold q in Hq.
  pose proof (gibbs_softmax d x Hd) as Eq. fold q in Eq.
  pose proof (entropy_strongly_convex d p q (1 / 2) Hp Hq ltac:(lra)) as C.
  pose proof (gibbs d (mix (1 / 2) p q) x Hd (simplex_mix d (1 / 2) p q Hp Hq ltac:(lra))) as G.
  rewrite dot_mix_l in G. pose proof (norm1_nonneg d (sub p q)) as N.
  assert (Z : norm1 d (sub p q) ^ 2 <= 0) by lra.
  assert (Z' : norm1 d (sub p q) = 0).
  { destruct (Req_dec (norm1 d (sub p q)) 0) as [|NZ]; [assumption|].
    pose proof (pow_lt (norm1 d (sub p q)) 2 ltac:(lra)). lra. }
  pose proof (norm1_zero_entry d (sub p q) i Z' Hi) as D. unfold sub in D. lra.
Qed.

Lemma entropy_ext d x y : (forall i, (i < d)%nat -> x i = y i) -> entropy d x = entropy d y.
Proof. intros H. apply sum_ext. intros i Hi. now rewrite H. Qed.

Lemma entropy_vertex d k : (k < d)%nat -> entropy d (vertex k) = 0.
Proof.
  intros Hk. unfold entropy. rewrite (sum_ext d _ (fun _ => 0)); [apply sum_zero|].
  intros i _. unfold vertex. destruct (Nat.eqb i k); [rewrite ln_1|]; ring.
Qed.

Lemma entropy_centre d : (1 <= d)%nat -> entropy d (centre d) = - ln (INR d).
Proof.
  intros Hd. assert (0 < INR d) by (apply lt_0_INR; lia).
  unfold entropy, centre. rewrite sum_const, ln_Rinv by lra. field. lra.
Qed.

(** Along the segment from the centre to a vertex the entropy takes every value between. *)
Lemma entropy_onto d r : (1 <= d)%nat -> - ln (INR d) <= r <= 0 -> exists p, simplex d p /\ entropy d p = r.
Proof.
  intros Hd Hr. pose proof (simplex_centre d Hd) as Sc. pose proof (simplex_vertex d 0 ltac:(lia)) as Sv.
  assert (Cont : forall s, 0 <= s <= 1 ->
    continuity_pt (fun t => entropy d (mix t (centre d) (vertex 0))) s).
  { intros s Hs. apply continuity_pt_sum. intros i Hi.
    apply (continuity_pt_comp (fun t => mix t (centre d) (vertex 0) i) (fun y => y * ln y)).
    - apply derivable_continuous_pt. exists (vertex 0 i - centre d i).
      apply (derivable_pt_lim_line (centre d i) (vertex 0 i)).
    - apply continuity_pt_xlnx. exact (proj1 (simplex_mix d s _ _ Sc Sv Hs) i Hi). }
  assert (E0 : entropy d (mix 0 (centre d) (vertex 0)) = - ln (INR d)).
  { rewrite <- (entropy_centre d Hd). apply entropy_ext. intros i _. unfold mix. ring. }
  assert (E1 : entropy d (mix 1 (centre d) (vertex 0)) = 0).
  { rewrite <- (entropy_vertex d 0) by lia. apply entropy_ext. intros i _. unfold mix. ring. }
  destruct (f_interv_is_interv (fun s => entropy d (mix s (centre d) (vertex 0))) 0 1 r ltac:(lra))
    as [s [Hs E]].
  - lra.
  - exact Cont.
  - exists (mix s (centre d) (vertex 0)). split; [now apply simplex_mix|exact E].
Qed.

(** For d >= 1 and t > 0: t LSE(x/t) is the maximum of <p, x> - t sum p_i ln p_i over the simplex, attained
    exactly at the softmax of x/t. The negative entropy ranges over [-ln d, 0] on the simplex, so its range is
    ln d. *)
Theorem lse_conjugate d : (1 <= d)%nat ->
  (forall t x, 0 < t ->
    simplex d (softmax d (scale (/ t) x)) /\
    (forall p, simplex d p ->
      dot d p x - t * sum d (fun i => p i * ln (p i)) <= t * lse d (scale (/ t) x)) /\
    (forall p, simplex d p ->
      (dot d p x - t * sum d (fun i => p i * ln (p i)) = t * lse d (scale (/ t) x) <->
       forall i, (i < d)%nat -> p i = softmax d (scale (/ t) x) i))) /\
  (forall r, (exists p, simplex d p /\ sum d (fun i => p i * ln (p i)) = r) <-> - ln (INR d) <= r <= 0) /\
  is_lub (fun r => exists p q, simplex d p /\ simplex d q /\
    r = sum d (fun i => p i * ln (p i)) - sum d (fun i => q i * ln (q i))) (ln (INR d)).
Proof.
  intros Hd.
  assert (V : forall r, (exists p, simplex d p /\ entropy d p = r) <-> - ln (INR d) <= r <= 0).
  { intros r. split; [intros [p [Hp <-]]; now apply entropy_range|now apply entropy_onto]. }
  split; [|split; [exact V|split]].
  - intros t x Ht. split; [now apply simplex_softmax|].
    assert (S : forall p, dot d p x - t * entropy d p = t * (dot d p (scale (/ t) x) - entropy d p)).
    { intros p. replace (dot d p (scale (/ t) x)) with (/ t * dot d p x); [field; lra|].
      unfold dot. rewrite <- sum_scale. apply sum_ext. intros i _. unfold scale. ring. }
    split; intros p Hp; fold (entropy d p); rewrite S.
    + apply Rmult_le_compat_l; [lra|]. now apply gibbs.
    + split; intros H.
      * apply gibbs_unique; [exact Hd|exact Hp|]. now apply (Rmult_eq_reg_l t) in H; [|lra].
      * f_equal. rewrite <- (gibbs_softmax d (scale (/ t) x) Hd). f_equal.
        -- apply sum_ext. intros i Hi. now rewrite H.
        -- now apply entropy_ext.
  - intros r (p & q & Hp & Hq & ->). pose proof (entropy_range d p Hd Hp).
    pose proof (entropy_range d q Hd Hq).
    fold (entropy d p). fold (entropy d q). lra.
  - intros b Hb. apply Hb. exists (vertex 0), (centre d).
    split; [apply simplex_vertex; lia|]. split; [now apply simplex_centre|].
    change (ln (INR d) = entropy d (vertex 0) - entropy d (centre d)).
    rewrite entropy_vertex, entropy_centre by lia. ring.
Qed.
