(** Noise with a density: its law changes little under a small shift, and ties have probability 0; so the mean of a
    bounded function of the shifted noise is Lipschitz in the shift. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TightMax Require Import Vectors Smoothing Conjugate Euclid MeanValue.
Open Scope R_scope.

(** Z has a density proportional to e^{-nu} on R^d, as its shifts tell: E G(Z + h), the integral of G(z + h) e^{-nu(z)},
    is that of G(z) e^{-nu(z - h)}, which is E G(Z) e^{nu(Z) - nu(Z - h)}. *)
Definition has_density {W} (P : mean_value W) (d : nat) (Z : W -> vec) (nu : vec -> R) : Prop :=
  forall (G : vec -> R) h, (forall i, (d <= i)%nat -> h i = 0) -> integrable P (fun w => G (add (Z w) h)) ->
    integrable P (fun w => G (Z w) * exp (nu (Z w) - nu (sub (Z w) h))) /\
    mean P (fun w => G (Z w) * exp (nu (Z w) - nu (sub (Z w) h))) = mean P (fun w => G (add (Z w) h)).

(** nu has the gradient g everywhere, which is continuous. *)
Definition continuously_differentiable (d : nat) (nu : vec -> R) (g : vec -> vec) : Prop :=
  has_gradient d nu g /\ forall x eta, 0 < eta -> exists delta, 0 < delta /\
    forall y, norm_inf d (sub y x) < delta -> norm1 d (sub (g y) (g x)) < eta.

(** ** A mean that is below others in the limit *)

(** The least of Y_n, ..., Y_{n+k}. *)
Fixpoint least_of (Y : nat -> R) (n k : nat) : R :=
  match k with
  | O => Y n
  | S j => Rmin (least_of Y n j) (Y (n + S j)%nat)
  end.

Lemma least_of_below Y n k j : (n <= j <= n + k)%nat -> least_of Y n k <= Y j.
Proof.
  induction k as [|k IH]; intros H; cbn [least_of].
  - replace j with n by lia. lra.
  - destruct (Nat.eq_dec j (n + S k)) as [->|N]; [apply Rmin_r|].
    eapply Rle_trans; [apply Rmin_l|]. apply IH. lia.
Qed.

Lemma least_of_above Y n k c : (forall j, (n <= j)%nat -> c <= Y j) -> c <= least_of Y n k.
Proof.
  intros H. induction k as [|k IH]; cbn [least_of]; [apply H; lia|]. apply Rmin_glb; [exact IH|apply H; lia].
Qed.

Lemma least_of_next Y n k : least_of Y n (S k) <= least_of Y (S n) k.
Proof.
  induction k as [|k IH].
  - change (least_of Y n 1 <= Y (S n)). apply least_of_below. lia.
  - change (least_of Y (S n) (S k)) with (Rmin (least_of Y (S n) k) (Y (S n + S k)%nat)). apply Rmin_glb.
    + eapply Rle_trans; [apply Rmin_l|exact IH].
    + apply least_of_below. lia.
Qed.

Section Below.
Context {W : Type} (P : mean_value W).

(** Fatou's lemma: where X_n is at least D in the limit, the mean of D is at most a bound for those of all X_n. *)
Lemma mean_below_limit (D : W -> R) (X : nat -> W -> R) m : integrable P D -> (forall w, 0 <= D w) ->
  (forall n, integrable P (X n)) -> (forall n w, 0 <= X n w) -> (forall n, mean P (X n) <= m) ->
  (forall w eta, 0 < eta -> exists N, forall n, (N <= n)%nat -> D w <= X n w + eta) -> mean P D <= m.
Proof.
  intros ID PD IX PX EX Lim. set (Y := fun w n => Rmin (D w) (X n w)).
  assert (PY : forall w n, 0 <= Y w n) by (intros w n; now apply Rmin_glb).
  assert (Falls : forall w n, Un_decreasing (least_of (Y w) n)) by (intros w n k; apply Rmin_l).
  assert (Bounded : forall w n, has_lb (least_of (Y w) n)).
  { intros w n. exists 0. intros r [k ->]. unfold opp_seq. enough (0 <= least_of (Y w) n k) by lra.
    apply least_of_above. intros j _. apply PY. }
  set (L := fun n w => proj1_sig (decreasing_cv _ (Falls w n) (Bounded w n))).
  assert (HL : forall n w, Un_cv (least_of (Y w) n) (L n w)) by (intros n w; apply (proj2_sig (decreasing_cv _ _ _))).
  assert (LY : forall n w, L n w <= Y w n).
  { intros n w. apply (@Rle_cv_lim (least_of (Y w) n) (fun _ => Y w n)); [|apply HL|].
    - intros k. apply least_of_below. lia.
    - intros eta He. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact He. }
  assert (IV : forall n k, integrable P (fun w => least_of (Y w) n k)).
  { intros n k. induction k as [|k IH]; [now apply integrable_min|].
    apply (integrable_min P _ (fun w => Y w (n + S k)%nat) IH). now apply integrable_min. }
  assert (IL : forall n, integrable P (L n)).
  { intros n. apply (integrable_ext P (fun w => -1 * (-1 * L n w))); [intros; ring|]. apply integrable_scale.
    apply (mean_limit _ P (fun k w => -1 * least_of (Y w) n k) _ (-1 * 0)).
    - intros k. apply integrable_scale, IV.
    - intros k w. pose proof (Falls w n k). lra.
    - intros k. rewrite mean_scale by apply IV. enough (0 <= mean P (fun w => least_of (Y w) n k)) by lra.
      rewrite <- (mean_const P 0). apply (mean_monotone _ P); [apply integrable_const|apply IV|].
      intros w. apply least_of_above. intros j _. apply PY.
    - intros w. apply (CV_mult (fun _ => -1) (least_of (Y w) n)); [|apply HL].
      intros eta He. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact He. }
  assert (EL : forall n, mean P (L n) <= m).
  { intros n. eapply Rle_trans; [|apply (EX n)]. apply (mean_monotone _ P); [apply IL|apply IX|].
    intros w. eapply Rle_trans; [apply LY|apply Rmin_r]. }
  destruct (mean_limit _ P L D m IL) as [_ C].
  - intros n w. apply (@Rle_cv_lim (fun k => least_of (Y w) n (S k)) (least_of (Y w) (S n))).
    + intros k. apply least_of_next.
    + intros eta He. destruct (HL n w eta He) as [N HN]. exists N. intros k Hk. apply HN. lia.
    + apply HL.
  - exact EL.
  - intros w eta He. destruct (Lim w (eta / 2) ltac:(lra)) as [N HN]. exists N. intros n Hn.
    assert (A : L n w <= D w) by (eapply Rle_trans; [apply LY|apply Rmin_l]).
    assert (B : D w - eta / 2 <= L n w).
    { apply (@Rle_cv_lim (fun _ => D w - eta / 2) (least_of (Y w) n)); [| |apply HL].
      - intros k. apply least_of_above. intros j Hj. apply Rmin_glb; [lra|]. specialize (HN j ltac:(lia)). lra.
      - intros e Pe. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact Pe. }
    unfold R_dist. apply Rabs_def1; lra.
  - apply (@Rle_cv_lim (fun n => mean P (L n)) (fun _ => m)); [exact EL|exact C|].
    intros eta He. exists 0%nat. intros k _. unfold R_dist. rewrite Rminus_eq_0, Rabs_R0. exact He.
Qed.
End Below.

(** A function with a continuous derivative changes over [0, 1] by at most averages of its size. *)
Lemma change_below_averages (q q' : R -> R) : (forall s, derivable_pt_lim q s (q' s)) -> continuity q' ->
  forall eta, 0 < eta -> exists N, forall n, (N <= n)%nat ->
    Rabs (q 1 - q 0) <= / INR (S n) * sum (S n) (fun k => Rabs (q' (INR k / INR (S n)))) + eta.
Proof.
  intros D C eta He. destruct (@Heine_cor2 q' 0 1 (fun x _ => C x) (mkposreal eta He)) as [delta U].
  destruct (archimed_cor1 delta (cond_pos delta)) as (N & HN & PN). exists N. intros n Hn.
  assert (Pn : 0 < INR (S n)) by (apply lt_0_INR; lia). set (c := / INR (S n)).
  assert (Pc : 0 < c) by now apply Rinv_0_lt_compat.
  assert (Hc : c < delta).
  { eapply Rle_lt_trans; [|exact HN]. unfold c. apply Rinv_le_contravar; [apply lt_0_INR; lia|apply le_INR; lia]. }
  assert (One : INR (S n) * c = 1) by (unfold c; field; lra).
  enough (A : forall k, (k <= S n)%nat ->
    Rabs (q (INR k * c) - q 0) <= c * sum k (fun k => Rabs (q' (INR k / INR (S n)))) + INR k * c * eta).
  { specialize (A (S n) (le_n _)). rewrite One in A. lra. }
  induction k as [|k IH]; intros Hk.
  - cbn [sum]. change (INR 0) with 0. rewrite !Rmult_0_l, Rminus_eq_0, Rabs_R0. lra.
  - specialize (IH ltac:(lia)). rewrite S_INR. cbn [sum].
    destruct (MVT_cor2 q q' (INR k * c) ((INR k + 1) * c)) as (x & E & Hx); [lra|intros; apply D|].
    pose proof (pos_INR k) as Pk. assert (K1 : (INR k + 1) * c <= 1).
    { apply Rle_trans with (INR (S n) * c); [|lra]. apply Rmult_le_compat_r; [lra|]. rewrite <- S_INR.
      now apply le_INR. }
    assert (K0 : 0 <= INR k * c) by (apply Rmult_le_pos; lra).
    pose proof (U x (INR k * c) ltac:(lra) ltac:(lra)) as B. cbn [pos] in B.
    rewrite (Rabs_pos_eq (x - INR k * c)) in B by lra. specialize (B ltac:(lra)).
    change (INR k / INR (S n)) with (INR k * c). pose proof (Rabs_triang (q' x - q' (INR k * c)) (q' (INR k * c))) as T.
    replace (q' x - q' (INR k * c) + q' (INR k * c)) with (q' x) in T by ring.
    pose proof (Rabs_triang (q ((INR k + 1) * c) - q (INR k * c)) (q (INR k * c) - q 0)) as T'.
    replace (q ((INR k + 1) * c) - q (INR k * c) + (q (INR k * c) - q 0))
      with (q ((INR k + 1) * c) - q 0) in T' by ring.
    rewrite E, Rabs_mult in T'. replace ((INR k + 1) * c - INR k * c) with c in T' by ring.
    rewrite (Rabs_pos_eq c) in T' by lra.
    assert (Rabs (q' x) * c <= (Rabs (q' (INR k * c)) + eta) * c) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Section Noise.
Context {W : Type} (P : mean_value W).
Variables (d : nat) (Z : W -> vec) (nu : vec -> R) (grad : vec -> vec).
Hypothesis HZ : forall i, (i < d)%nat -> integrable P (fun w => Z w i).
Hypothesis Density : has_density P d Z nu.
Hypothesis Smooth : continuously_differentiable d nu grad.
Hypothesis Score : forall i, (i < d)%nat -> integrable P (fun w => grad (Z w) i).

(** The size of the score in a direction has a mean. *)
Lemma score_integrable h : integrable P (fun w => Rabs (dot d (grad (Z w)) h)).
Proof.
  assert (I : integrable P (fun w => dot d (grad (Z w)) h)).
  { destruct (integrable_sum P d (fun i w => h i * grad (Z w) i)) as [I _].
    - intros i Hi. now apply integrable_scale, Score.
    - apply (integrable_ext P _ _) with (2 := I). intros w. apply sum_ext. intros. ring. }
  apply (integrable_ext P (fun w => Rmax (dot d (grad (Z w)) h) (-1 * dot d (grad (Z w)) h))).
  - intros w. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply (mean_max _ P); [exact I|now apply integrable_scale].
Qed.

Variable v : vec.
Hypothesis Hv : forall i, (d <= i)%nat -> v i = 0.

(** The factor of the shift by -s v. *)
Let factor (s : R) (w : W) : R := exp (nu (Z w) - nu (add (Z w) (scale s v))).

Lemma shifted_mean s (G : vec -> R) : integrable P (fun w => G (add (Z w) (scale (- s) v))) ->
  integrable P (fun w => G (Z w) * factor s w) /\
  mean P (fun w => G (Z w) * factor s w) = mean P (fun w => G (add (Z w) (scale (- s) v))).
Proof.
  intros I. assert (E : forall w, G (Z w) * exp (nu (Z w) - nu (sub (Z w) (scale (- s) v))) = G (Z w) * factor s w).
  { intros w. unfold factor. do 4 f_equal. apply functional_extensionality. intros i. unfold sub, add, scale. ring. }
  destruct (Density G (scale (- s) v)) as [J M]; [|exact I|].
  - intros i Hi. unfold scale. rewrite Hv by exact Hi. ring.
  - split; [exact (integrable_ext P _ _ E J)|]. now rewrite <- (mean_ext P _ _ E).
Qed.

(** It is differentiable along the shift. *)
Lemma factor_derivative w s :
  derivable_pt_lim (fun s => factor s w) s (- dot d (grad (add (Z w) (scale s v))) v * factor s w).
Proof.
  destruct Smooth as [G _]. set (N := fun s => nu (add (Z w) (scale s v))).
  replace (- dot d (grad (add (Z w) (scale s v))) v * factor s w)
    with (exp (nu (Z w) - N s) * (0 - dot d (grad (add (Z w) (scale s v))) v)) by (unfold factor, N; ring).
  apply (derivable_pt_lim_comp (fun s => nu (Z w) - N s) exp); [|apply derivable_pt_lim_exp].
  apply derivable_pt_lim_minus; [apply derivable_pt_lim_const|now apply derivative_along].
Qed.

(** And the derivative is continuous. *)
Lemma factor_continuous w : continuity (fun s => - dot d (grad (add (Z w) (scale s v))) v * factor s w).
Proof.
  destruct Smooth as [_ C]. intros s. apply continuity_pt_mult.
  - apply continuity_pt_opp. intros eta He. set (b := norm_inf d v + 1).
    assert (Pv : 0 <= norm_inf d v) by apply norm_inf_nonneg. assert (Pb : 0 < b) by (unfold b; lra).
    destruct (C (add (Z w) (scale s v)) (eta / b) ltac:(now apply Rdiv_lt_0_compat)) as (delta & Hd & B).
    exists (delta / b). split; [now apply Rdiv_lt_0_compat|]. intros t [_ Ht]. simpl in Ht |- *.
    unfold R_dist in *. set (x := add (Z w) (scale s v)) in *. set (y := add (Z w) (scale t v)) in *.
    assert (Near : norm_inf d (sub y x) < delta).
    { rewrite (norm_inf_ext d (sub y x) (fun i => (t - s) * v i)) by (intros; unfold sub, y, x, add, scale; ring).
      rewrite norm_inf_scale. apply Rle_lt_trans with (Rabs (t - s) * b).
      - apply Rmult_le_compat_l; [apply Rabs_pos|unfold b; lra].
      - apply (Rmult_lt_compat_r b) in Ht; [|exact Pb]. unfold Rdiv in Ht. rewrite Rmult_assoc, Rinv_l in Ht; lra. }
    specialize (B y Near). rewrite <- dot_sub_l.
    apply Rle_lt_trans with (norm1 d (sub (grad y) (grad x)) * norm_inf d v).
    + apply Rabs_le. pose proof (dot_le d (sub (grad y) (grad x)) v) as A.
      pose proof (dot_le d (sub (grad y) (grad x)) (fun i => -1 * v i)) as A'. rewrite norm_inf_scale in A'.
      change (fun i => -1 * v i) with (scale (-1) v) in A'. rewrite dot_scale_r, (Rabs_left (-1)) in A' by lra. lra.
    + apply Rle_lt_trans with (norm1 d (sub (grad y) (grad x)) * b).
      * apply Rmult_le_compat_l; [apply norm1_nonneg|unfold b; lra].
      * apply (Rmult_lt_compat_r b) in B; [|exact Pb]. unfold Rdiv in B. rewrite Rmult_assoc, Rinv_l in B; lra.
  - apply derivable_continuous_pt. eexists. apply factor_derivative.
Qed.

Lemma factor_0 w : factor 0 w = 1.
Proof.
  unfold factor. replace (add (Z w) (scale 0 v)) with (Z w).
  - rewrite Rminus_eq_0. apply exp_0.
  - apply functional_extensionality. intros i. unfold add, scale. ring.
Qed.

(** The distance of the shifted density is at most the mean size of the score in the direction of the shift. *)
Lemma density_distance : integrable P (fun w => Rabs (factor 1 w - 1)) /\
  mean P (fun w => Rabs (factor 1 w - 1)) <= mean P (fun w => Rabs (dot d (grad (Z w)) v)).
Proof.
  assert (IF : integrable P (factor 1)).
  { destruct (shifted_mean 1 (fun _ => 1)) as [I _]; [apply integrable_const|].
    apply (integrable_ext P _ _) with (2 := I). intros. ring. }
  assert (ID : integrable P (fun w => Rabs (factor 1 w - 1))).
  { apply (integrable_ext P (fun w => Rmax (factor 1 w - 1) (1 - factor 1 w))).
    - intros w. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
    - apply (mean_max _ P); apply integrable_minus; assumption || apply integrable_const. }
  split; [exact ID|]. set (m := mean P (fun w => Rabs (dot d (grad (Z w)) v))).
  assert (One : forall s,
    integrable P (fun w => Rabs (- dot d (grad (add (Z w) (scale s v))) v * factor s w)) /\
    mean P (fun w => Rabs (- dot d (grad (add (Z w) (scale s v))) v * factor s w)) = m).
  { intros s. set (G := fun z => Rabs (dot d (grad (add z (scale s v))) v)).
    assert (E : forall w, G (Z w) * factor s w = Rabs (- dot d (grad (add (Z w) (scale s v))) v * factor s w)).
    { intros w. unfold G. rewrite Rabs_mult, Rabs_Ropp, (Rabs_pos_eq (factor s w)) by (left; apply exp_pos).
      reflexivity. }
    assert (B : forall w, Rabs (dot d (grad (Z w)) v) = G (add (Z w) (scale (- s) v))).
    { intros w. unfold G. do 3 f_equal. apply functional_extensionality. intros i. unfold add, scale. ring. }
    destruct (shifted_mean s G) as [I M].
    - apply (integrable_ext P _ _ B). apply score_integrable.
    - split; [exact (integrable_ext P _ _ E I)|]. rewrite <- (mean_ext P _ _ E), M. symmetry. now apply mean_ext. }
  apply (mean_below_limit P _ (fun n w => / INR (S n) *
    sum (S n) (fun k => Rabs (- dot d (grad (add (Z w) (scale (INR k / INR (S n)) v))) v *
      factor (INR k / INR (S n)) w)))).
  - exact ID.
  - intros w. apply Rabs_pos.
  - intros n. apply integrable_scale. apply integrable_sum. intros k _. apply One.
  - intros n w. apply Rmult_le_pos; [left; apply Rinv_0_lt_compat, lt_0_INR; lia|].
    apply sum_nonneg. intros. apply Rabs_pos.
  - intros n. destruct (integrable_sum P (S n) (fun k w => Rabs (- dot d (grad (add (Z w)
      (scale (INR k / INR (S n)) v))) v * factor (INR k / INR (S n)) w))) as [I E]; [intros k _; apply One|].
    rewrite mean_scale by exact I. rewrite E, (sum_ext (S n) _ (fun _ => m)) by (intros k _; apply One).
    rewrite sum_const. right. field. apply not_0_INR. lia.
  - intros w eta He. destruct (change_below_averages (fun s => factor s w) _ (factor_derivative w) (factor_continuous w)
      eta He) as [N HN]. exists N. intros n Hn. specialize (HN n Hn). cbv beta in HN. now rewrite factor_0 in HN.
Qed.

(** So the mean of a bounded function changes little. *)
Lemma shift_of_mean (g : vec -> R) b : (forall z, Rabs (g z) <= b) -> integrable P (fun w => g (Z w)) ->
  integrable P (fun w => g (add (Z w) (scale (-1) v))) ->
  mean P (fun w => g (add (Z w) (scale (-1) v))) - mean P (fun w => g (Z w)) <=
    b * mean P (fun w => Rabs (dot d (grad (Z w)) v)).
Proof.
  intros B I0 I1. destruct (shifted_mean 1 g I1) as [I M]. change (- (1)) with (-1) in M.
  destruct density_distance as [ID ED].
  assert (Pb : 0 <= b) by (eapply Rle_trans; [apply Rabs_pos|apply (B zero)]).
  rewrite <- M. apply Rle_trans with (b * mean P (fun w => Rabs (factor 1 w - 1))).
  - rewrite <- mean_scale by exact ID.
    replace (mean P (fun w => g (Z w) * factor 1 w) - mean P (fun w => g (Z w)))
      with (mean P (fun w => 1 * (g (Z w) * factor 1 w) + -1 * g (Z w)))
      by (rewrite mean_of_linear by assumption; ring).
    apply (mean_monotone _ P); [now apply integrable_linear|now apply integrable_scale|]. intros w.
    replace (1 * (g (Z w) * factor 1 w) + -1 * g (Z w)) with (g (Z w) * (factor 1 w - 1)) by ring.
    eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|apply B].
  - apply Rmult_le_compat_l; assumption.
Qed.

(** A linear function of the noise takes each value with probability 0. *)
Lemma no_ties c : 0 < dot d v v -> let hit := fun w => if Req_EM_T (dot d v (Z w)) c then 1 else 0 in
  integrable P hit /\ mean P hit = 0.
Proof.
  intros Pv hit. set (G := fun z => if Req_EM_T (dot d v z) c then 1 else 0).
  assert (Range : forall z, 0 <= G z <= 1) by (intros z; unfold G; destruct (Req_EM_T _ _); lra).
  assert (Iv : integrable P (fun w => dot d v (Z w)))
    by (apply integrable_sum; intros i Hi; now apply integrable_scale, HZ).
  assert (IG : forall s, integrable P (fun w => G (add (Z w) (scale s v)))).
  { intros s. set (X := fun w => dot d v (Z w) + (s * dot d v v - c)).
    assert (IX : integrable P X) by (apply integrable_plus; [exact Iv|apply integrable_const]).
    apply (integrable_ext P (fun w =>
      1 - ((if Rlt_dec 0 (X w) then 1 else 0) + (if Rlt_dec 0 (-1 * X w) then 1 else 0)))).
    - intros w. unfold G. rewrite dot_add_r, dot_scale_r. unfold X.
      destruct (Rlt_dec _ _), (Rlt_dec _ _), (Req_EM_T _ _); lra.
    - apply integrable_minus; [apply integrable_const|].
      apply integrable_plus; apply integrable_positive; [exact IX|now apply integrable_scale]. }
  assert (Ih : integrable P hit).
  { apply (integrable_ext P (fun w => G (add (Z w) (scale 0 v)))); [|apply IG]. intros w. unfold G, hit.
    rewrite dot_add_r, dot_scale_r, Rmult_0_l, Rplus_0_r. reflexivity. }
  split; [exact Ih|]. set (s := fun k => / INR (S k)).
  assert (Ps : forall k, 0 < s k) by (intros k; apply Rinv_0_lt_compat, lt_0_INR; lia).
  (* the shifts of the event are disjoint *)
  assert (Once : forall n z, sum n (fun k => G (add z (scale (- s k) v))) <= 1 /\
    (sum n (fun k => G (add z (scale (- s k) v))) <> 0 ->
      exists k, (k < n)%nat /\ dot d v (add z (scale (- s k) v)) = c)).
  { intros n z. induction n as [|n [A B]]; cbn [sum]; [split; [lra|intros H; now contradiction H]|].
    unfold G at 2 4. destruct (Req_EM_T (dot d v (add z (scale (- s n) v))) c) as [E|E].
    - destruct (Req_dec (sum n (fun k => G (add z (scale (- s k) v)))) 0) as [->|N].
      + split; [lra|]. intros _. exists n. split; [lia|exact E].
      + exfalso. destruct (B N) as (k & Hk & F). rewrite dot_add_r, dot_scale_r in E, F.
        assert (S : s k = s n) by (apply (Rmult_eq_reg_r (dot d v v)); lra).
        unfold s in S. apply (f_equal Rinv) in S. rewrite 2 Rinv_inv in S. apply INR_eq in S. lia.
    - rewrite Rplus_0_r. split; [exact A|]. intros N. destruct (B N) as (k & Hk & F). exists k. split; [lia|exact F]. }
  assert (Few : forall K : nat, (1 <= K)%nat -> mean P hit <= / INR K).
  { intros K HK. assert (PK : 0 < INR K) by (apply lt_0_INR; lia). pose proof (Rinv_0_lt_compat _ PK) as PI.
    apply (mean_below_limit P _ (fun n w => / INR K * sum n (fun k => G (Z w) * factor (s k) w))).
    - exact Ih.
    - intros w. unfold hit. destruct (Req_EM_T _ _); lra.
    - intros n. apply integrable_scale. apply integrable_sum. intros k _. apply shifted_mean, IG.
    - intros n w. apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros k _.
      apply Rmult_le_pos; [apply Range|left; apply exp_pos].
    - intros n. destruct (integrable_sum P n (fun k w => G (Z w) * factor (s k) w)) as [I E];
        [intros k _; apply shifted_mean, IG|].
      rewrite mean_scale, E by exact I. rewrite <- (Rmult_1_r (/ INR K)) at 2. apply Rmult_le_compat_l; [lra|].
      rewrite (sum_ext n _ (fun k => mean P (fun w => G (add (Z w) (scale (- s k) v)))))
        by (intros k _; apply shifted_mean, IG).
      destruct (integrable_sum P n (fun k w => G (add (Z w) (scale (- s k) v)))) as [I' <-]; [intros k _; apply IG|].
      rewrite <- (mean_const P 1). apply (mean_monotone _ P); [exact I'|apply integrable_const|]. intros w. apply Once.
    - intros w eta He.
      assert (Half : exists N, forall k, (N <= k)%nat -> / 2 <= factor (s k) w).
      { assert (C : continuity_pt (fun s => factor s w) 0).
        { apply derivable_continuous_pt. eexists. apply factor_derivative. }
        destruct (C (/ 2) ltac:(lra)) as (delta & Hd & B). destruct (archimed_cor1 delta Hd) as (N & HN & PN).
        exists N. intros k Hk. assert (S : s k <= / INR N).
        { apply Rinv_le_contravar; [apply lt_0_INR; lia|apply le_INR; lia]. }
        specialize (B (s k)). simpl in B. unfold R_dist in B. rewrite factor_0 in B.
        assert (A : Rabs (factor (s k) w - 1) < / 2).
        { apply B. split; [split; [exact I|pose proof (Ps k); lra]|]. rewrite Rminus_0_r, Rabs_pos_eq;
            pose proof (Ps k); lra. }
        apply Rabs_def2 in A. lra. }
      destruct Half as [N HN]. exists (N + 2 * K)%nat. intros n Hn. unfold hit.
      destruct (Req_EM_T (dot d v (Z w)) c) as [E|E].
      + enough (INR K <= sum n (fun k => G (Z w) * factor (s k) w)) as A.
        { apply (Rmult_le_compat_l (/ INR K)) in A; [|lra]. rewrite Rinv_l in A by lra. lra. }
        assert (G1 : G (Z w) = 1) by (unfold G; destruct (Req_EM_T _ _); [reflexivity|contradiction]). rewrite G1.
        assert (Sum : forall j, INR j * / 2 <= sum (N + j) (fun k => 1 * factor (s k) w)).
        { induction j as [|j IH].
          - rewrite Nat.add_0_r, Rmult_0_l. apply sum_nonneg. intros k _. rewrite Rmult_1_l. left. apply exp_pos.
          - rewrite Nat.add_succ_r, S_INR. cbn [sum]. pose proof (HN (N + j)%nat ltac:(lia)). lra. }
        specialize (Sum (n - N)%nat). replace (N + (n - N))%nat with n in Sum by lia.
        eapply Rle_trans; [|exact Sum]. assert (INR (2 * K) <= INR (n - N)) as L by (apply le_INR; lia).
        rewrite mult_INR in L. simpl (INR 2) in L. lra.
      + assert (0 <= / INR K * sum n (fun k => G (Z w) * factor (s k) w)); [|lra].
        apply Rmult_le_pos; [lra|]. apply sum_nonneg. intros k _.
        apply Rmult_le_pos; [apply Range|left; apply exp_pos]. }
  apply Rle_antisym.
  - apply Rnot_lt_le. intros H. destruct (archimed_cor1 _ H) as (K & HK & PK). specialize (Few K ltac:(lia)). lra.
  - rewrite <- (mean_const P 0). apply (mean_monotone _ P); [apply integrable_const|exact Ih|].
    intros w. unfold hit. destruct (Req_EM_T _ _); lra.
Qed.
End Noise.
