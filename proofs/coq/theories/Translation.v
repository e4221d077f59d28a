(** Translations in the mean: they move a function with an integral continuously, and a differentiable one by the
    integral of its derivative. *)

From Coq Require Import Reals Lra Lia Arith Cantor ConstructiveEpsilon FunctionalExtensionality Classical.
From TightMax Require Import Vectors VolumeIntegral.
Open Scope R_scope.

(** A vector of R^d: the entries from d on are 0. *)
Definition in_space (d : nat) (v : vec) : Prop := forall i, (d <= i)%nat -> v i = 0.

Lemma in_space_scale d s v : in_space d v -> in_space d (scale s v).
Proof. intros H i Hi. unfold scale. rewrite (H i Hi). ring. Qed.

(** ** Sums for the integral of a derivative *)

(** The increment over [0, 1] as a limit of sums. *)
Lemma increment_by_sums (g g' : R -> R) : (forall t, derivable_pt_lim g t (g' t)) -> continuity g' ->
  Un_cv (fun n => / INR (S n) * sum (S n) (fun k => g' (INR k / INR (S n)))) (g 1 - g 0).
Proof.
  intros D C eta He.
  destruct (@Heine_cor2 g' 0 1 (fun x _ => C x) (mkposreal (eta / 2) ltac:(lra))) as (delta & Hd). cbn in Hd.
  destruct (archimed_cor1 delta (cond_pos delta)) as (N & HN & PN). exists N. intros n Hn.
  assert (Pn : 0 < INR (S n)) by apply lt_0_INR, Nat.lt_0_succ. set (m := INR (S n)) in *.
  assert (In : 0 < / m) by now apply Rinv_0_lt_compat.
  assert (Small : / m < delta).
  { eapply Rlt_trans; [|exact HN]. apply Rinv_lt_contravar.
    - apply Rmult_lt_0_compat; [now apply lt_0_INR|exact Pn].
    - unfold m. apply lt_INR. lia. }
  assert (T : forall k, sum k (fun k => g (INR (S k) / m) - g (INR k / m)) = g (INR k / m) - g 0).
  { intros k. induction k as [|k IH]; cbn [sum].
    - replace (INR 0 / m) with 0 by (simpl; unfold Rdiv; ring). ring.
    - rewrite IH. ring. }
  replace 1 with (INR (S n) / m) by (unfold m; field; fold m; lra). rewrite <- T, <- sum_scale. unfold R_dist.
  rewrite <- sum_minus. eapply Rle_lt_trans; [apply sum_abs|].
  apply Rle_lt_trans with (sum (S n) (fun _ => / m * (eta / 2))).
  - apply sum_le. intros k Hk. apply lt_INR in Hk. fold m in Hk. pose proof (pos_INR k) as Pk.
    assert (Lt : INR k / m < INR (S k) / m) by (rewrite S_INR; unfold Rdiv; apply Rmult_lt_compat_r; lra).
    destruct (MVT_cor2 g g' _ _ Lt (fun c _ => D c)) as (c & -> & Hc).
    replace (INR (S k) / m - INR k / m) with (/ m) in * by (rewrite S_INR; field; lra).
    replace (/ m * g' (INR k / m) - g' c * / m) with (/ m * (g' (INR k / m) - g' c)) by ring.
    rewrite Rabs_mult, (Rabs_right (/ m)) by lra. apply Rmult_le_compat_l; [lra|]. left.
    assert (R1 : INR (S k) / m <= 1).
    { apply Rmult_le_reg_r with m; [exact Pn|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
      unfold m. rewrite Rmult_1_l, Rmult_1_r. apply le_INR. apply INR_lt in Hk. lia. }
    assert (R0 : 0 <= INR k / m) by now apply Rle_mult_inv_pos.
    assert (Dk : INR (S k) / m - INR k / m = / m) by (rewrite S_INR; field; lra).
    apply Hd; try lra. apply Rabs_def1; lra.
  - rewrite sum_const. fold m. replace (m * (/ m * (eta / 2))) with (eta / 2) by (field; lra). lra.
Qed.

Section Translation.
Context {d : nat} (V : volume d).

(** The distance in the mean from the function moved by v. *)
Definition moved (f : vec -> R) (v : vec) : R := integral V (fun z => Rabs (f (add z v) - f z)).

Lemma summable_moved f v : in_space d v -> summable V f -> summable V (fun z => Rabs (f (add z v) - f z)).
Proof. intros Hv F. apply summable_abs, summable_minus; [|exact F]. now apply integral_shift. Qed.

(** ** The mean value theorem *)

(** If the derivatives of f along the segment to v are near h in the mean, so is the increment of f. *)
Lemma increment_in_mean (f f' h : vec -> R) (v : vec) (e : R) : in_space d v ->
  (forall z t, derivable_pt_lim (fun s => f (add z (scale s v))) t (f' (add z (scale t v)))) ->
  (forall z, continuity (fun t => f' (add z (scale t v)))) -> summable V f -> summable V f' -> summable V h ->
  (forall s, 0 <= s <= 1 -> integral V (fun z => Rabs (f' (add z (scale s v)) - h z)) <= e) ->
  integral V (fun z => Rabs (f (add z v) - f z - h z)) <= e.
Proof.
  intros Hv D C F F' H B.
  set (avg := fun n z => / INR (S n) * sum (S n) (fun k => f' (add z (scale (INR k / INR (S n)) v)))).
  assert (Ss : forall s, summable V (fun z => f' (add z (scale s v))))
    by (intros s; apply integral_shift; [now apply in_space_scale|exact F']).
  assert (Sa : forall n, summable V (avg n)).
  { intros n. apply summable_scale. apply (summable_sum V (S n) (fun k z => f' (add z (scale (INR k / INR (S n)) v)))).
    intros; apply Ss. }
  apply (integral_fatou V (fun n z => Rabs (avg n z - h z))).
  - intros n. now apply summable_abs, summable_minus.
  - intros; apply Rabs_pos.
  - intros z. apply (cv_cvabs (fun n => avg n z - h z)). apply (CV_minus (fun n => avg n z) (fun _ => h z)).
    + pose proof (increment_by_sums (fun s => f (add z (scale s v))) (fun s => f' (add z (scale s v))) (D z) (C z)) as L.
      cbv beta in L. replace (add z (scale 1 v)) with (add z v) in L
        by (apply functional_extensionality; intros i; unfold add, scale; ring).
      replace (add z (scale 0 v)) with z in L by (apply functional_extensionality; intros i; unfold add, scale; ring).
      exact L.
    + now apply (eventually_cv _ (h z) 0).
  - intros n. exists n. split; [lia|]. assert (Pn : 0 < INR (S n)) by apply lt_0_INR, Nat.lt_0_succ.
    set (m := INR (S n)) in *. assert (In : 0 < / m) by now apply Rinv_0_lt_compat.
    destruct (summable_sum V (S n) (fun k z => Rabs (f' (add z (scale (INR k / m) v)) - h z))) as [Sd Ed].
    { intros k _. now apply summable_abs, summable_minus. }
    apply Rle_trans with (integral V (fun z => / m * sum (S n) (fun k => Rabs (f' (add z (scale (INR k / m) v)) - h z)))).
    + apply (integral_monotone _ V); [now apply summable_abs, summable_minus|now apply summable_scale|]. intros z.
      unfold avg. fold m. replace (h z) with (/ m * sum (S n) (fun _ => h z)) at 1
        by (rewrite sum_const; fold m; field; lra).
      rewrite <- Rmult_minus_distr_l, <- sum_minus, Rabs_mult, (Rabs_right (/ m)) by lra.
      apply Rmult_le_compat_l; [lra|]. apply sum_abs.
    + rewrite integral_scale, Ed by exact Sd. replace e with (/ m * (INR (S n) * e)) by (fold m; field; lra).
      apply Rmult_le_compat_l; [lra|]. rewrite <- sum_const. apply sum_le. intros k Hk. apply B. apply lt_INR in Hk.
      fold m in Hk. pose proof (pos_INR k). split; [now apply Rle_mult_inv_pos|].
      apply Rmult_le_reg_r with m; [exact Pn|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(** ** Continuity *)

(** The rational numbers a/(b + 1) >= 0, in a row. *)
Definition rational (n : nat) : R := let (a, b) := Cantor.of_nat n in INR a / INR (S b).

Lemma rationals_near s : 0 <= s -> exists r : nat -> nat, Un_cv (fun m => rational (r m)) s.
Proof.
  intros Hs. exists (fun m => Cantor.to_nat (Z.to_nat (up (s * INR (S m))), m)). intros eta He.
  destruct (archimed_cor1 eta He) as (N & HN & PN). exists N. intros m Hm. unfold rational.
  rewrite Cantor.cancel_of_to. assert (Pm : 0 < INR (S m)) by apply lt_0_INR, Nat.lt_0_succ.
  destruct (archimed (s * INR (S m))) as [U1 U2]. set (u := up (s * INR (S m))) in *.
  assert (Pu : 0 <= s * INR (S m)) by (apply Rmult_le_pos; lra).
  rewrite INR_IZR_INZ, Z2Nat.id by (apply le_IZR; lra). unfold R_dist.
  replace (IZR u / INR (S m) - s) with ((IZR u - s * INR (S m)) * / INR (S m)) by (field; lra).
  assert (Im : 0 < / INR (S m)) by now apply Rinv_0_lt_compat.
  assert (Small : / INR (S m) < eta).
  { eapply Rlt_trans; [|exact HN]. apply Rinv_lt_contravar; [|apply lt_INR; lia].
    apply Rmult_lt_0_compat; [now apply lt_0_INR|exact Pm]. }
  rewrite Rabs_right by (apply Rle_ge, Rmult_le_pos; lra). nra.
Qed.

(** A move is as far as the move back, and two are at most the sum. *)
Lemma moved_back f v : in_space d v -> summable V f -> moved f (scale (-1) v) = moved f v.
Proof.
  intros Hv F. unfold moved.
  rewrite <- (proj2 (integral_shift _ V (fun z => Rabs (f (add z (scale (-1) v)) - f z)) v Hv
    (summable_moved f _ (in_space_scale d (-1) v Hv) F))).
  apply integral_ext. intros z. rewrite Rabs_minus_sym. do 3 f_equal. apply functional_extensionality. intros i.
  unfold add, scale. ring.
Qed.

Lemma moved_twice f u v : in_space d u -> in_space d v -> summable V f ->
  moved f (add u v) <= moved f u + moved f v.
Proof.
  intros Hu Hv F. unfold moved at 2. pose proof (summable_moved f u Hu F) as Su.
  destruct (integral_shift _ V _ v Hv Su) as [Su' E]. cbv beta in Su', E. rewrite <- E.
  pose proof (summable_moved f v Hv F) as Sv. unfold moved. rewrite <- (integral_plus V _ _ Su' Sv).
  apply (integral_monotone _ V).
  - apply summable_moved; [|exact F]. intros i Hi. unfold add. rewrite (Hu i Hi), (Hv i Hi). ring.
  - now apply summable_plus.
  - intros z. replace (add (add z v) u) with (add z (add u v))
      by (apply functional_extensionality; intros i; unfold add; ring).
    replace (f (add z (add u v)) - f z) with (f (add z (add u v)) - f (add z v) + (f (add z v) - f z)) by ring.
    apply Rabs_triang.
Qed.

(** Along one direction: otherwise there are rational moves, as small as one likes, that are far in the mean. *)
Lemma moved_along f v : in_space d v -> summable V f -> (forall z, continuity (fun t => f (add z (scale t v)))) ->
  forall e, 0 < e -> exists delta, 0 < delta /\ forall s, Rabs s < delta -> moved f (scale s v) <= e.
Proof.
  intros Hv F C.
  assert (Seq : forall (u : nat -> R) s, Un_cv u s -> forall e, 0 < e -> exists N, forall k, (N <= k)%nat ->
    moved f (scale (u k - s) v) < e).
  { intros u s Hu e He. assert (Hw : forall t, in_space d (scale t v)) by (intros; now apply in_space_scale).
    destruct (integral_limit_in_mean V (fun k z => f (add z (scale (u k - s) v))) f) with (e := e) as (N & HN);
      [intros k; exact (proj1 (integral_shift _ V f _ (Hw _) F))|exact F| | |exact He|exists N; exact HN].
    - intros z. assert (U : Un_cv (fun k => u k - s) 0).
      { replace 0 with (s - s) by ring. apply (CV_minus u (fun _ => s)); [exact Hu|now apply (eventually_cv _ s 0)]. }
      pose proof (continuity_seq (fun t => f (add z (scale t v))) (fun k => u k - s) 0 (C z 0) U) as L. cbv beta in L.
      replace (add z (scale 0 v)) with z in L by (apply functional_extensionality; intros i; unfold add, scale; ring).
      exact L.
    - intros k. right. now apply (integral_shift _ V (fun z => Rabs (f z)) (scale (u k - s) v) (Hw _)), summable_abs. }
  intros e He. apply NNPP. intros No.
  set (bad := fun n c => rational c < / INR (S n) /\ e < moved f (scale (rational c) v)).
  assert (Bad : forall n, exists c, bad n c).
  { intros n. assert (Pn : 0 < / INR (S n)) by apply Rinv_0_lt_compat, lt_0_INR, Nat.lt_0_succ.
    assert (X : exists s, 0 <= s < / INR (S n) /\ e < moved f (scale s v)).
    { apply NNPP. intros N. apply No. exists (/ INR (S n)). split; [exact Pn|]. intros s Hs. apply Rnot_lt_le. intros L.
      apply N. apply Rabs_def2 in Hs. destruct (Rle_lt_dec 0 s) as [P|P]; [exists s; split; [lra|exact L]|].
      exists (- s). split; [lra|]. replace (scale (- s) v) with (scale (-1) (scale s v))
        by (apply functional_extensionality; intros i; unfold scale; ring).
      rewrite moved_back; [exact L|now apply in_space_scale|exact F]. }
    destruct X as (s & Hs & L). destruct (rationals_near s (proj1 Hs)) as (r & Hr).
    destruct (Seq (fun m => rational (r m)) s Hr (moved f (scale s v) - e) ltac:(lra)) as (N1 & H1).
    destruct (Hr (/ INR (S n) - s) ltac:(lra)) as (N2 & H2). exists (r (Nat.max N1 N2)).
    specialize (H1 (Nat.max N1 N2) ltac:(lia)). specialize (H2 (Nat.max N1 N2) ltac:(lia)).
    set (t := rational (r (Nat.max N1 N2))) in *. unfold R_dist in H2. apply Rabs_def2 in H2. unfold bad. fold t.
    split; [lra|].
    assert (Hw : forall q, in_space d (scale q v)) by (intros; now apply in_space_scale).
    rewrite <- (moved_back f (scale (t - s) v) (Hw _) F) in H1.
    pose proof (moved_twice f (scale t v) (scale (-1) (scale (t - s) v)) (Hw _) (in_space_scale d _ _ (Hw _)) F) as T.
    replace (add (scale t v) (scale (-1) (scale (t - s) v))) with (scale s v) in T
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    lra. }
  assert (Dec : forall n c, {bad n c} + {~ bad n c}).
  { intros n c. unfold bad. destruct (Rlt_dec (rational c) (/ INR (S n))) as [A|A]; [|right; tauto].
    destruct (Rlt_dec e (moved f (scale (rational c) v))) as [B|B]; [left|right]; tauto. }
  set (c := fun n => proj1_sig (constructive_indefinite_ground_description_nat (bad n) (Dec n) (Bad n))).
  assert (Hc : forall n, bad n (c n))
    by (intros n; exact (proj2_sig (constructive_indefinite_ground_description_nat (bad n) (Dec n) (Bad n)))).
  destruct (Seq (fun n => rational (c n)) 0) with (e := e) as (N & HN); [|exact He|].
  - intros eta Heta. destruct (archimed_cor1 eta Heta) as (N & HN & PN). exists N. intros n Hn.
    destruct (Hc n) as [L _]. unfold R_dist. rewrite Rminus_0_r. assert (P : 0 <= rational (c n)).
    { unfold rational. destruct (Cantor.of_nat (c n)) as [a b]. apply Rle_mult_inv_pos; [apply pos_INR|].
      apply lt_0_INR. lia. }
    rewrite Rabs_right by lra. eapply Rlt_trans; [exact L|]. eapply Rlt_trans; [|exact HN].
    apply Rinv_lt_contravar; [|apply lt_INR; lia]. apply Rmult_lt_0_compat; apply lt_0_INR; lia.
  - specialize (HN N (Nat.le_refl N)). destruct (Hc N) as [_ L]. rewrite Rminus_0_r in HN. lra.
Qed.

(** In every direction: one entry after the other. *)
Lemma moved_continuous f : summable V f ->
  (forall i, (i < d)%nat -> forall z, continuity (fun t => f (add z (scale t (vertex i))))) ->
  forall e, 0 < e -> exists delta, 0 < delta /\
    forall v, in_space d v -> (forall i, (i < d)%nat -> Rabs (v i) < delta) -> moved f v <= e.
Proof.
  intros F C.
  assert (Part : forall n, (n <= d)%nat -> forall e, 0 < e -> exists delta, 0 < delta /\
    forall v, in_space n v -> (forall i, (i < n)%nat -> Rabs (v i) < delta) -> moved f v <= e).
  { induction n as [|n IH]; intros Hn e He.
    - exists 1. split; [lra|]. intros v Hv _. unfold moved. rewrite (integral_ext V _ (fun _ => 0)).
      + rewrite integral_zero. lra.
      + intros z. replace (add z v) with z; [now rewrite Rminus_eq_0, Rabs_R0|].
        apply functional_extensionality. intros i. unfold add. rewrite (Hv i) by lia. ring.
    - destruct (IH ltac:(lia) (e / 2) ltac:(lra)) as (d1 & P1 & H1).
      assert (Hw : in_space d (vertex n)).
      { intros i Hi. unfold vertex. destruct (Nat.eqb_spec i n) as [->|]; [lia|reflexivity]. }
      destruct (moved_along f (vertex n) Hw F (C n ltac:(lia)) (e / 2) ltac:(lra)) as (d2 & P2 & H2).
      exists (Rmin d1 d2). split; [now apply Rmin_pos|]. intros v Hv B.
      set (u := fun i => if Nat.ltb i n then v i else 0).
      assert (Hu : in_space n u) by (intros i Hi; unfold u; destruct (Nat.ltb_spec i n); [lia|reflexivity]).
      replace v with (add u (scale (v n) (vertex n))).
      + eapply Rle_trans; [apply moved_twice; [|now apply in_space_scale|exact F]|].
        * intros i Hi. apply Hu. lia.
        * assert (A : moved f u <= e / 2).
          { apply H1; [exact Hu|]. intros i Hi. unfold u. destruct (Nat.ltb_spec i n); [|lia].
            eapply Rlt_le_trans; [apply B; lia|apply Rmin_l]. }
          assert (A' : moved f (scale (v n) (vertex n)) <= e / 2).
          { apply H2. eapply Rlt_le_trans; [apply B; lia|apply Rmin_r]. }
          lra.
      + apply functional_extensionality. intros i. unfold add, u, scale, vertex.
        destruct (Nat.ltb_spec i n), (Nat.eqb_spec i n) as [->|]; try lia; try ring.
        rewrite (Hv i) by lia. ring. }
  intros e He. destruct (Part d (Nat.le_refl d) e He) as (delta & P & H). exists delta. auto.
Qed.
End Translation.
