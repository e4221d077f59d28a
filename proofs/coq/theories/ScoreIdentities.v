(** Noise with a smooth density: the mean of the best point and its Jacobian are means of the maximum and of the best
    point times the score, whatever best point is chosen where several are. *)

From Coq Require Import Reals Lra Lia Arith FunctionalExtensionality.
From TightMax Require Converse.
From TightMax Require Import Vectors Smoothing Conjugate MeanValue PerturbedMaximum ShiftedNoise.
From TightMax Require Import VolumeIntegral Translation SmoothNoise PerturbedDerivatives ScoreMeans.
Open Scope R_scope.

(** ** Products with random variables *)

Section Products.
Context {W : Type} (P : mean_value W).

Lemma integrable_abs X : integrable P X -> integrable P (fun w => Rabs (X w)).
Proof.
  intros I. apply (integrable_ext P (fun w => Rmax (X w) (-1 * X w))).
  - intros w. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply (mean_max _ P); [exact I|now apply integrable_scale].
Qed.

(** An event times a variable, and what an event of probability 0 contributes. *)
Lemma event_times A X : (forall w, A w = 0 \/ A w = 1) -> integrable P A -> integrable P X ->
  integrable P (fun w => A w * X w).
Proof.
  intros HA IA. assert (Pos : forall X, integrable P X -> (forall w, 0 <= X w) -> integrable P (fun w => A w * X w)).
  { clear X. intros X IX PX. set (L := fun (k : nat) w => Rmin (X w) (INR k * A w)).
    assert (IL : forall k, integrable P (L k)) by (intros; apply integrable_min; [exact IX|now apply integrable_scale]).
    apply (mean_limit _ P L _ (mean P X) IL).
    - intros k w. apply Rle_min_compat_l. rewrite S_INR. destruct (HA w) as [-> | ->]; lra.
    - intros k. apply (mean_monotone _ P); [apply IL|exact IX|]. intros w. apply Rmin_l.
    - intros w. unfold L. destruct (HA w) as [-> | ->].
      + apply (eventually_cv _ _ 0). intros k _. rewrite Rmin_right; [ring|]. specialize (PX w). lra.
      + destruct (multiple_above 1 (X w) ltac:(lra)) as (N & HN). apply (eventually_cv _ _ N). intros k Hk.
        specialize (HN k Hk). rewrite Rmin_left; lra. }
  intros IX. pose proof (integrable_abs X IX) as IB.
  apply (integrable_ext P (fun w => A w * (Rabs (X w) + X w) - A w * Rabs (X w))); [intros; ring|].
  apply integrable_minus; apply Pos; [now apply integrable_plus| |exact IB|intros; apply Rabs_pos].
  intros w. pose proof (Rle_abs (- X w)) as Q. rewrite Rabs_Ropp in Q. lra.
Qed.

Lemma null_event_times A X : (forall w, A w = 0 \/ A w = 1) -> integrable P A -> mean P A = 0 -> integrable P X ->
  (forall w, 0 <= X w) -> mean P (fun w => A w * X w) = 0.
Proof.
  intros HA IA Z IX PX. pose proof (event_times A X HA IA IX) as I.
  set (L := fun (k : nat) w => Rmin (A w * X w) (INR k * A w)).
  assert (IL : forall k, integrable P (L k)) by (intros; apply integrable_min; [exact I|now apply integrable_scale]).
  assert (PA : forall w, 0 <= A w) by (intros w; destruct (HA w) as [-> | ->]; lra).
  assert (B : forall k, mean P (L k) <= 0).
  { intros k. replace 0 with (INR k * mean P A) by (rewrite Z; ring). rewrite <- mean_scale by exact IA.
    apply (mean_monotone _ P); [apply IL|now apply integrable_scale|]. intros w. apply Rmin_r. }
  apply Rle_antisym.
  - destruct (mean_limit _ P L (fun w => A w * X w) 0 IL) as [_ C].
    + intros k w. apply Rle_min_compat_l. rewrite S_INR. specialize (PA w). lra.
    + exact B.
    + intros w. unfold L. destruct (multiple_above 1 (X w) ltac:(lra)) as (N & HN). apply (eventually_cv _ _ N).
      intros k Hk. specialize (HN k Hk). apply Rmin_left. rewrite (Rmult_comm (A w)).
      apply Rmult_le_compat_r; [apply PA|lra].
    + apply (@Rle_cv_lim (fun k => mean P (L k)) (fun _ => 0)); [exact B|exact C|now apply (eventually_cv _ 0 0)].
  - rewrite <- (mean_const P 0). apply (mean_monotone _ P); [apply integrable_const|exact I|]. intros w.
    apply Rmult_le_pos; [apply PA|apply PX].
Qed.

(** What is read off a choice times a variable. *)
Lemma choice_times N best (g : nat -> R) X : (forall w, (best w < N)%nat) -> measurable_choice P best ->
  integrable P X -> integrable P (fun w => g (best w) * X w).
Proof.
  intros B M IX. set (T := fun j w => g j * ((if Nat.eqb (best w) j then 1 else 0) * X w)).
  apply (integrable_ext P (fun w => sum N (fun j => T j w))).
  - intros w. rewrite (sum_ext N _ (fun j => vertex (best w) j * (g j * X w))); [now apply sum_vertex|].
    intros j _. unfold T, vertex. rewrite Nat.eqb_sym. destruct (Nat.eqb j (best w)); ring.
  - apply (integrable_sum P N T). intros j _. apply integrable_scale, event_times; [|apply M|exact IX].
    intros w. destruct (Nat.eqb _ _); [now right|now left].
Qed.
End Products.

(** A sample of the law P: what has a mean under P has the same one for the sample. *)
Definition sample_of {W U} (P : mean_value W) (Q : mean_value U) (s : U -> W) : Prop :=
  forall X, integrable P X -> integrable Q (fun u => X (s u)) /\ mean Q (fun u => X (s u)) = mean P X.

(** An average over samples is unbiased. *)
Lemma average_unbiased {W U} (P : mean_value W) (Q : mean_value U) s n X : (1 <= n)%nat ->
  (forall k, (k < n)%nat -> sample_of P Q (s k)) -> integrable P X ->
  mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = mean P X.
Proof.
  intros Hn S I. destruct (integrable_sum Q n (fun k u => X (s k u))) as [J E]; [intros k Hk; now apply S|].
  rewrite mean_scale, E by exact J. rewrite (sum_ext n _ (fun _ => mean P X)) by (intros k Hk; now apply S).
  rewrite sum_const. field. apply not_0_INR. lia.
Qed.

Section Identities.
Context {W : Type} (P : mean_value W) {d : nat} (V : volume d).
Variables (N : nat) (y : nat -> vec) (Z : W -> vec) (nu : vec -> R) (score : vec -> vec).
Hypothesis HN : (1 <= N)%nat.
Hypothesis Noise : smooth_noise d V P Z nu score.

Let p (z : vec) : R := exp (- nu z).

Lemma noise_mean X : summable V (fun z => X z * p z) ->
  integrable P (fun w => X (Z w)) /\ mean P (fun w => X (Z w)) = integral V (fun z => X z * p z).
Proof. apply Noise. Qed.

Lemma noise_mass : integral V p = 1.
Proof.
  destruct Noise as (_ & _ & _ & Sp & _). destruct (noise_mean (fun _ => 1)) as [_ E].
  - apply (summable_ext V p); [intros; ring|exact Sp].
  - rewrite mean_const in E. rewrite E. apply integral_ext. intros; ring.
Qed.

(** The law of the noise has the density in the sense of its shifts, too. *)
Lemma law_has_density Sp Mp : has_density (density_law V p (fun z => exp_pos (- nu z)) Sp Mp) d (fun z => z) nu.
Proof.
  intros G h Hh I. change (summable V (fun z => G (add z h) * p z)) in I.
  destruct (integral_shift _ V _ (scale (-1) h) (in_space_scale d (-1) h Hh) I) as [S E].
  assert (X : forall z, G (add (add z (scale (-1) h)) h) * p (add z (scale (-1) h)) =
    G z * exp (nu z - nu (sub z h)) * p z).
  { intros z. rewrite Rmult_assoc. unfold p at 2. rewrite <- exp_plus. unfold p.
    replace (add (add z (scale (-1) h)) h) with z
      by (apply functional_extensionality; intros i; unfold add, scale; ring).
    replace (add z (scale (-1) h)) with (sub z h)
      by (apply functional_extensionality; intros i; unfold add, sub, scale; ring).
    do 2 f_equal. ring. }
  split; [exact (summable_ext V _ _ X S)|]. cbn. rewrite <- (integral_ext V _ _ X). exact E.
Qed.

Lemma score_smooth : continuously_differentiable d nu score.
Proof.
  destruct Noise as (_ & Grad & Cont & _). split; [exact Grad|]. intros x eta He. pose proof (pos_INR d) as Pd.
  assert (Part : forall n, (n <= d)%nat -> exists delta, 0 < delta /\ forall z, norm_inf d (sub z x) < delta ->
    forall i, (i < n)%nat -> Rabs (score z i - score x i) < eta / (INR d + 1)).
  { induction n as [|n IH]; intros Hn; [exists 1; split; [lra|]; intros; lia|].
    destruct (IH ltac:(lia)) as (d1 & P1 & H1).
    destruct (Cont n Hn x (eta / (INR d + 1))) as (d2 & P2 & H2); [apply Rdiv_lt_0_compat; lra|].
    exists (Rmin d1 d2). split; [now apply Rmin_pos|]. intros z B i Hi. destruct (Nat.eq_dec i n) as [->|Ne].
    - apply H2. eapply Rlt_le_trans; [exact B|apply Rmin_r].
    - apply H1; [|lia]. eapply Rlt_le_trans; [exact B|apply Rmin_l]. }
  destruct (Part d (Nat.le_refl d)) as (delta & Hd & H). exists delta. split; [exact Hd|]. intros z B.
  apply Rle_lt_trans with (sum d (fun _ => eta / (INR d + 1))).
  - apply sum_le. intros i Hi. left. now apply H.
  - rewrite sum_const. apply Rmult_lt_reg_r with (INR d + 1); [lra|].
    replace (INR d * (eta / (INR d + 1)) * (INR d + 1)) with (INR d * eta) by (field; lra). lra.
Qed.

(** Two points tie with probability 0. *)
Lemma tie_null v c : in_space d v -> 0 < dot d v v -> let hit := fun w => if Req_EM_T (dot d v (Z w)) c then 1 else 0 in
  integrable P hit /\ mean P hit = 0.
Proof.
  intros Hv Pv hit. destruct Noise as (_ & _ & _ & Sp & Sc & _).
  destruct (no_ties (density_law V p (fun z => exp_pos (- nu z)) Sp noise_mass) d (fun z => z) nu score
    (fun i Hi => proj1 (Sc i Hi)) (law_has_density Sp noise_mass) score_smooth v Hv c Pv) as [I E].
  cbn in I, E. rewrite <- E. now apply (noise_mean (fun z => if Req_EM_T (dot d v z) c then 1 else 0)).
Qed.

(** So the choice does not matter to the mean of an entry times an integrable variable. *)
Lemma same_products eps theta best best' X i : 0 < eps -> (i < d)%nat -> best_choice P d N y Z eps theta best ->
  best_choice P d N y Z eps theta best' -> integrable P X ->
  mean P (fun w => y (best w) i * X w) = mean P (fun w => y (best' w) i * X w).
Proof.
  intros He Hi [M B] [M' B'] IX. pose proof (integrable_abs P X IX) as IA.
  pose proof (choice_times P N best (fun j => y j i) X (fun w => proj1 (B w)) M IX) as I.
  pose proof (choice_times P N best' (fun j => y j i) X (fun w => proj1 (B' w)) M' IX) as I'. cbv beta in I, I'.
  set (v := fun j k => within d (sub (y j) (y k))).
  set (hit := fun j k w => if Req_EM_T (dot d (v j k) (Z w)) (- dot d (v j k) theta / eps) then 1 else 0).
  set (T := fun j k w => Rabs (y j i - y k i) * (hit j k w * Rabs (X w))).
  assert (Hit : forall j k w, hit j k w = 0 \/ hit j k w = 1)
    by (intros j k w; unfold hit; destruct (Req_EM_T _ _); [now right|now left]).
  assert (PT : forall j k w, 0 <= T j k w).
  { intros j k w. repeat apply Rmult_le_pos; try apply Rabs_pos. destruct (Hit j k w) as [-> | ->]; lra. }
  assert (IT : forall j k, integrable P (T j k) /\ mean P (T j k) = 0).
  { intros j k. destruct (Req_dec (y j i) (y k i)) as [E|E].
    - assert (Q : forall w, 0 * 1 = T j k w) by (intros w; unfold T; rewrite E, Rminus_eq_0, Rabs_R0; ring).
      split; [exact (integrable_ext P _ _ Q (integrable_const P (0 * 1)))|].
      rewrite <- (mean_ext P _ _ Q), mean_const. ring.
    - destruct (tie_null (v j k) (- dot d (v j k) theta / eps) (within_space d _)) as [IH ZH].
      + apply Rlt_le_trans with (v j k i * v j k i).
        * assert (E' : v j k i <> 0) by (unfold v; rewrite within_entry by exact Hi; unfold sub; lra).
          exact (Rsqr_pos_lt _ E').
        * apply (sum_term_le d (fun i => v j k i * v j k i) i); [|exact Hi]. intros l _. apply Rle_0_sqr.
      + pose proof (event_times P (hit j k) _ (Hit j k) IH IA) as IP. split; [now apply integrable_scale|].
        unfold T. rewrite mean_scale by exact IP.
        rewrite (null_event_times P (hit j k) _ (Hit j k) IH ZH IA) by (intros; apply Rabs_pos). ring. }
  set (S := fun w => sum N (fun j => sum N (fun k => T j k w))).
  assert (IS : integrable P S /\ mean P S = 0).
  { assert (In : forall j, integrable P (fun w => sum N (fun k => T j k w)) /\
      mean P (fun w => sum N (fun k => T j k w)) = 0).
    { intros j. destruct (integrable_sum P N (T j)) as [J E]; [intros k _; apply IT|]. split; [exact J|].
      rewrite E, (sum_ext N _ (fun _ => 0)) by (intros k _; apply IT). apply sum_zero. }
    destruct (integrable_sum P N (fun j w => sum N (fun k => T j k w))) as [J E]; [intros j _; apply In|].
    split; [exact J|]. unfold S. rewrite E, (sum_ext N _ (fun _ => 0)) by (intros j _; apply In). apply sum_zero. }
  assert (Near : forall w, Rabs (y (best w) i * X w - y (best' w) i * X w) <= S w).
  { intros w. destruct (B w) as [L E], (B' w) as [L' E']. apply Rle_trans with (T (best w) (best' w) w).
    - rewrite <- Rmult_minus_distr_r, Rabs_mult. unfold T. apply Rmult_le_compat_l; [apply Rabs_pos|].
      replace (hit (best w) (best' w) w) with 1; [lra|]. unfold hit.
      destruct (Req_EM_T _ _) as [_|F]; [reflexivity|]. exfalso. apply F.
      assert (G : forall z, dot d (v (best w) (best' w)) z = dot d (y (best w)) z - dot d (y (best' w)) z).
      { intros z. rewrite <- dot_sub_l. apply dot_ext; [|reflexivity]. intros l Hl. now apply within_entry. }
      rewrite 2 G. rewrite <- E' in E. unfold noisy in E. rewrite 2 dot_add_r, 2 dot_scale_r in E.
      apply (Rmult_eq_reg_l eps); [|lra]. field_simplify; lra.
    - unfold S. eapply Rle_trans; [|apply (sum_term_le N (fun j => sum N (fun k => T j k w)) (best w))]; [| |exact L].
      + apply (sum_term_le N (fun k => T (best w) k w)); [intros; apply PT|exact L'].
      + intros j _. apply sum_nonneg. intros. apply PT. }
  destruct IS as [IS ES].
  assert (Up : forall A A', integrable P A -> integrable P A' -> (forall w, A w - A' w <= S w) ->
    mean P A <= mean P A').
  { intros A A' J J' H. enough (mean P (fun w => 1 * A w + -1 * A' w) <= 0) as Q
      by (rewrite mean_of_linear in Q by assumption; lra).
    rewrite <- ES. apply (mean_monotone _ P); [now apply integrable_linear|exact IS|]. intros w.
    specialize (H w). lra. }
  apply Rle_antisym; apply Up; try assumption; intros w; pose proof (Near w) as Q;
    apply Converse.abs_le_between in Q; lra.
Qed.
End Identities.

(** In perturbed-maximum let Z have a positive, continuously differentiable density e^{-nu}, and let |Z|, |grad nu(Z)|
    and |Z||grad nu(Z)| have finite means (the entries and their products). Then E grad nu(Z) = 0. For eps > 0 let
    y_eps(theta) be the mean of a best point at theta + eps Z; it is the same for every choice and has a Jacobian J. For
    every choice y_eps(theta) = (1/eps) E F(theta + eps Z) grad nu(Z) and
    J = (1/eps) E best(theta + eps Z) grad nu(Z)'; averages over samples have these means. *)
Theorem score_identities W (P : mean_value W) d (V : volume d) N (y : nat -> vec) (Z : W -> vec) nu score :
  (1 <= N)%nat -> smooth_noise d V P Z nu score ->
  (forall i j, (i < d)%nat -> (j < d)%nat -> summable V (fun z => z i * score z j * exp (- nu z))) ->
  (forall j, (j < d)%nat -> integrable P (fun w => score (Z w) j) /\ mean P (fun w => score (Z w) j) = 0) /\
  forall eps, 0 < eps -> exists (y_eps : vec -> vec) (J : vec -> nat -> vec),
    (forall i, has_gradient d (fun theta => y_eps theta i) (fun theta => J theta i)) /\
    forall theta best, best_choice P d N y Z eps theta best ->
      (forall i, (i < d)%nat -> mean_point P y best i = y_eps theta i) /\
      (forall j, (j < d)%nat -> let X := fun w => / eps * (best_value d N y (noisy eps theta (Z w)) * score (Z w) j) in
        integrable P X /\ mean P X = y_eps theta j /\
        forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
          mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = y_eps theta j) /\
      forall i j, (i < d)%nat -> (j < d)%nat -> let X := fun w => / eps * (y (best w) i * score (Z w) j) in
        integrable P X /\ mean P X = J theta i j /\
        forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
          mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = J theta i j.
Proof.
  intros HN Noise Szq. pose proof (noise_mass P V Z nu score Noise) as Mp.
  pose proof (noise_mean P V Z nu score Noise) as Mean.
  pose proof Noise as (_ & Grad & Cont & Sp & Sc & _).
  assert (Sz : forall i, (i < d)%nat -> summable V (fun z => z i * exp (- nu z))) by (intros; now apply Sc).
  assert (Sq : forall i, (i < d)%nat -> summable V (fun z => score z i * exp (- nu z))) by (intros; now apply Sc).
  assert (Score : forall j, (j < d)%nat ->
    integrable P (fun w => score (Z w) j) /\ mean P (fun w => score (Z w) j) = 0).
  { intros j Hj. rewrite <- (score_mean_zero V nu score Grad Cont Sp Sq j Hj).
    now apply (Mean (fun z => score z j)), Sq. }
  split; [exact Score|]. intros eps He. exists (first_mean V N y nu eps), (jacobian V N y nu score eps).
  split; [intros i; exact (first_mean_gradient V N y nu score eps HN He Grad Cont Sp Mp Sz Sq i)|].
  intros theta best C. set (first := fun w => first_point d N y (noisy eps theta (Z w))).
  assert (C1 : best_choice P d N y Z eps theta first).
  { split; [|intros w; now apply first_point_best].
    apply (first_best_measurable P N (fun j w => dot d (y j) (noisy eps theta (Z w))) HN). intros j _.
    apply (noisy_score P d Z). intros i Hi. now apply (Mean (fun z => z i)), Sz. }
  assert (Factor : forall i f, summable V f -> summable V (fun z => y (first_point d N y (noisy eps theta z)) i * f z)).
  { intros i f F. apply (point_factor V N y nu eps HN Sp Mp Sz theta (fun j => y j i) (sum N (fun j => Rabs (y j i)))).
    - intros j Hj. now apply (sum_term_le N (fun j => Rabs (y j i)) j (fun j _ => Rabs_pos _)).
    - exact F. }
  assert (Finish : forall X m, integrable P X /\ mean P X = m -> integrable P X /\ mean P X = m /\
    forall U (Q : mean_value U) s n, (1 <= n)%nat -> (forall k, (k < n)%nat -> sample_of P Q (s k)) ->
      mean Q (fun u => / INR n * sum n (fun k => X (s k u))) = m).
  { intros X m [I <-]. split; [exact I|]. split; [reflexivity|]. intros U Q s n Hn S. now apply average_unbiased. }
  split; [|split].
  - intros i Hi. unfold mean_point.
    rewrite (mean_ext P _ (fun w => y (best w) i * 1)) by (intros; ring).
    rewrite (same_products P V N y Z nu score HN Noise eps theta best first (fun _ => 1) i He Hi C C1)
      by apply integrable_const.
    rewrite (mean_ext P _ (fun w => y (first w) i)) by (intros; ring).
    now apply (Mean (fun z => y (first_point d N y (noisy eps theta z)) i)), Factor.
  - intros j Hj X. apply Finish.
    destruct (maximum_times_score V N y nu score eps HN Grad Cont Sp Mp Sz Sq j Hj (fun i Hi => Szq i j Hi Hj) theta)
      as [S E].
    destruct (Mean (fun z => best_value d N y (noisy eps theta z) * score z j) S) as [I M].
    split; [now apply integrable_scale|]. unfold X. rewrite mean_scale, M, E by exact I. field. lra.
  - intros i j Hi Hj X. apply Finish. destruct (Score j Hj) as [IS _].
    pose proof (choice_times P N best (fun k => y k i) _ (fun w => proj1 (proj2 C w)) (proj1 C) IS) as I. cbv beta in I.
    split; [now apply integrable_scale|]. unfold X. rewrite mean_scale by exact I.
    rewrite (same_products P V N y Z nu score HN Noise eps
      theta best first _ i He Hi C C1 IS). unfold jacobian. f_equal.
    pose proof (Factor i _ (Sq j Hj)) as F.
    assert (E : forall z, y (first_point d N y (noisy eps theta z)) i * (score z j * exp (- nu z)) =
      y (first_point d N y (noisy eps theta z)) i * score z j * exp (- nu z)) by (intros; ring).
    rewrite (integral_ext V _ _ E).
    exact (proj2 (Mean (fun z => y (first_point d N y (noisy eps theta z)) i * score z j) (summable_ext V _ _ E F))).
Qed.
