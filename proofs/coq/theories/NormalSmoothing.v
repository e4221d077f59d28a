(** Smooth functions of x + t Z for a standard normal Z: the law enters as a positive linear functional with
    E Z g(Z) = E g'(Z), which is enough for the heat equation. *)

From Coq Require Import Reals Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Definition lipschitz_by (L : R) (g : R -> R) : Prop := forall x y, Rabs (g x - g y) <= L * Rabs (x - y).

(** A test function f: its first two derivatives f1 and f2 are at most K in absolute value, and f2 is K-Lipschitz. *)
Definition test_function (K : R) (f f1 f2 : R -> R) : Prop :=
  (forall x, derivable_pt_lim f x (f1 x) /\ derivable_pt_lim f1 x (f2 x)) /\
  (forall x, Rabs (f1 x) <= K /\ Rabs (f2 x) <= K) /\ lipschitz_by K f2.

(** The mean under the standard normal law, of continuous functions of at most quadratic growth, is such a G. *)
Definition quadratic_growth (f : R -> R) : Prop := continuity f /\ exists b, forall z, Rabs (f z) <= b * (1 + z ^ 2).
Definition normal_functional (G : (R -> R) -> R) : Prop :=
  G (fun _ => 1) = 1 /\
  (forall a b f g, quadratic_growth f -> quadratic_growth g -> G (fun z => a * f z + b * g z) = a * G f + b * G g) /\
  (forall f g, quadratic_growth f -> quadratic_growth g -> (forall z, f z <= g z) -> G f <= G g) /\
  forall g g' b, (forall z, derivable_pt_lim g z (g' z)) -> continuity g' -> (forall z, Rabs (g' z) <= b) ->
    G (fun z => z * g z) = G g'.

(** The mean of f(s + t Z). *)
Definition smoothed (G : (R -> R) -> R) (f : R -> R) (t s : R) : R := G (fun z => f (s + t * z)).

(** ** Taylor sums *)

(** A function whose derivative is within b of p has increments within |x| b of x p. *)
Lemma increment f f' s x p b : (forall t, derivable_pt_lim f t (f' t)) ->
  (forall t, Rabs (t - s) <= Rabs x -> Rabs (f' t - p) <= b) -> Rabs (f (s + x) - f s - x * p) <= Rabs x * b.
Proof.
  intros D B. assert (M : exists t, Rabs (t - s) <= Rabs x /\ f (s + x) - f s = f' t * x).
  { destruct (Rtotal_order x 0) as [N|[->|P]].
    - destruct (MVT_cor2 f f' (s + x) s ltac:(lra) (fun t _ => D t)) as (t & E & H). exists t. split; [|lra].
      rewrite 2 Rabs_left by lra. lra.
    - exists s. split; [rewrite Rminus_eq_0; lra|]. rewrite Rplus_0_r. ring.
    - destruct (MVT_cor2 f f' s (s + x) ltac:(lra) (fun t _ => D t)) as (t & E & H). exists t. split; [|lra].
      rewrite 2 Rabs_pos_eq by lra. lra. }
  destruct M as (t & H & E). replace (f (s + x) - f s - x * p) with (x * (f' t - p)) by (rewrite E; ring).
  rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|now apply B].
Qed.

(** So a bounded derivative makes it Lipschitz. *)
Lemma lipschitz_of_derivative f f' K : (forall t, derivable_pt_lim f t (f' t)) -> (forall t, Rabs (f' t) <= K) ->
  lipschitz_by K f.
Proof.
  intros D B x y. pose proof (increment f f' y (x - y) 0 K D) as I.
  replace (y + (x - y)) with x in I by ring. rewrite Rmult_0_r, Rminus_0_r, Rmult_comm in I. apply I.
  intros t _. rewrite Rminus_0_r. apply B.
Qed.

(** A test function and its derivatives are Lipschitz. *)
Lemma test_lipschitz K f f1 f2 : test_function K f f1 f2 ->
  0 <= K /\ lipschitz_by K f /\ lipschitz_by K f1 /\ lipschitz_by K f2.
Proof.
  intros (D & B & L). split; [pose proof (proj1 (B 0)) as H; pose proof (Rabs_pos (f1 0)); lra|].
  split; [apply (lipschitz_of_derivative f f1); [apply D|apply B]|].
  split; [apply (lipschitz_of_derivative f1 f2); [apply D|apply B]|exact L].
Qed.

(** It is near its Taylor sum of second order. *)
Lemma taylor K f f1 f2 s x : test_function K f f1 f2 ->
  Rabs (f (s + x) - f s - x * f1 s - x ^ 2 / 2 * f2 s) <= K * Rabs x ^ 3.
Proof.
  intros T. destruct (test_lipschitz _ _ _ _ T) as (PK & _). destruct T as (D & B & L).
  set (h := fun t => f t - (t - s) ^ 2 / 2 * f2 s). set (h' := fun t => f1 t - (t - s) * f2 s).
  assert (Dh : forall t, derivable_pt_lim h t (h' t)).
  { intros t. apply (derivable_pt_lim_minus f (fun t => (t - s) ^ 2 / 2 * f2 s)); [apply D|].
    apply is_derive_Reals. auto_derive; [trivial|]. field. }
  assert (Px : 0 <= Rabs x) by apply Rabs_pos.
  pose proof (increment h h' s x (f1 s) (K * Rabs x ^ 2) Dh) as I.
  replace (f (s + x) - f s - x * f1 s - x ^ 2 / 2 * f2 s) with (h (s + x) - h s - x * f1 s)
    by (unfold h; field_simplify; reflexivity || (unfold h; field)).
  replace (K * Rabs x ^ 3) with (Rabs x * (K * Rabs x ^ 2)) by ring. apply I. intros t Ht. unfold h'.
  pose proof (increment f1 f2 s (t - s) (f2 s) (K * Rabs x) (fun t => proj2 (D t))) as J.
  replace (s + (t - s)) with t in J by ring.
  replace (f1 t - (t - s) * f2 s - f1 s) with (f1 t - f1 s - (t - s) * f2 s) by ring.
  apply Rle_trans with (Rabs (t - s) * (K * Rabs x)).
  - apply J. intros r Hr. eapply Rle_trans; [apply L|]. apply Rmult_le_compat_l; lra.
  - replace (K * Rabs x ^ 2) with (Rabs x * (K * Rabs x)) by ring. apply Rmult_le_compat_r; [|exact Ht].
    now apply Rmult_le_pos.
Qed.

(** ** Quadratic growth *)

(** Lipschitz functions are continuous. *)
Lemma lipschitz_continuous L g : lipschitz_by L g -> continuity g.
Proof.
  intros H x eta He. pose proof (Rabs_pos L) as P. exists (eta / (Rabs L + 1)).
  split; [apply Rdiv_lt_0_compat; lra|]. intros y [_ Hy]. simpl in *. unfold R_dist in *.
  eapply Rle_lt_trans; [apply H|]. pose proof (Rle_abs L) as Q. pose proof (Rabs_pos (y - x)) as R0.
  apply (Rmult_lt_compat_r (Rabs L + 1)) in Hy; [|lra].
  replace (eta / (Rabs L + 1) * (Rabs L + 1)) with eta in Hy by (field; lra). nra.
Qed.

(** They stay Lipschitz at affine arguments, and grow linearly. *)
Lemma lipschitz_affine L g s t : lipschitz_by L g -> lipschitz_by (L * Rabs t) (fun z => g (s + t * z)).
Proof.
  intros H x y. eapply Rle_trans; [apply H|]. right. rewrite Rmult_assoc, <- Rabs_mult. do 2 f_equal. ring.
Qed.

Lemma lipschitz_growth L g z : lipschitz_by L g -> Rabs (g z) <= Rabs (g 0) + Rabs L * Rabs z.
Proof.
  intros H. specialize (H z 0). rewrite Rminus_0_r in H. pose proof (Rabs_triang (g z - g 0) (g 0)) as T.
  replace (g z - g 0 + g 0) with (g z) in T by ring. pose proof (Rle_abs L) as A. pose proof (Rabs_pos z) as B. nra.
Qed.

(** |z| <= (1 + z^2)/2. *)
Lemma abs_below_square z : Rabs z <= / 2 + / 2 * (z * z).
Proof.
  unfold Rabs. pose proof (Rle_0_sqr (z - 1)). pose proof (Rle_0_sqr (z + 1)). unfold Rsqr in *.
  destruct (Rcase_abs z); lra.
Qed.

(** So they have quadratic growth, and so have z times them and linear combinations. *)
Lemma growth_times L g : lipschitz_by L g -> quadratic_growth (fun z => z * g z).
Proof.
  intros H. split.
  - apply (continuity_mult id g); [apply derivable_continuous, derivable_id|now apply (lipschitz_continuous L)].
  - exists (Rabs (g 0) + Rabs L). intros z. rewrite Rabs_mult. pose proof (lipschitz_growth L g z H) as B.
    pose proof (abs_below_square z) as A. pose proof (Rabs_pos z) as P. pose proof (Rabs_pos (g 0)) as P0.
    pose proof (Rabs_pos L) as PL.
    assert (E : Rabs z * Rabs z = z * z) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra).
    apply Rle_trans with (Rabs z * (Rabs (g 0) + Rabs L * Rabs z)); [now apply Rmult_le_compat_l|].
    replace (Rabs z * (Rabs (g 0) + Rabs L * Rabs z)) with (Rabs (g 0) * Rabs z + Rabs L * (Rabs z * Rabs z)) by ring.
    rewrite E. assert (Rabs z <= 1 + z * z) by nra. assert (Rabs (g 0) * Rabs z <= Rabs (g 0) * (1 + z * z)) by nra.
    simpl. nra.
Qed.

Lemma growth_lipschitz L g : lipschitz_by L g -> quadratic_growth g.
Proof.
  intros H. split; [now apply (lipschitz_continuous L)|]. exists (Rabs (g 0) + Rabs L). intros z.
  pose proof (lipschitz_growth L g z H) as B. pose proof (abs_below_square z) as A. pose proof (Rabs_pos (g 0)) as P0.
  pose proof (Rabs_pos L) as PL. pose proof (Rle_0_sqr z) as Z. unfold Rsqr in Z. simpl. nra.
Qed.

Lemma growth_linear a b f g : quadratic_growth f -> quadratic_growth g ->
  quadratic_growth (fun z => a * f z + b * g z).
Proof.
  intros [Cf [bf Bf]] [Cg [bg Bg]]. split.
  - apply (continuity_plus (mult_real_fct a f) (mult_real_fct b g)); now apply continuity_scal.
  - exists (Rabs a * bf + Rabs b * bg). intros z. eapply Rle_trans; [apply Rabs_triang|]. rewrite 2 Rabs_mult.
    specialize (Bf z). specialize (Bg z). pose proof (Rabs_pos a). pose proof (Rabs_pos b). nra.
Qed.

(** ** The functional *)

Section Normal.
Variable G : (R -> R) -> R.
Hypothesis HG : normal_functional G.

(** The functional of equal functions, of constants, multiples and differences. *)
Lemma functional_ext f g : (forall z, f z = g z) -> G f = G g.
Proof. intros H. f_equal. now apply functional_extensionality. Qed.

Lemma growth_const c : quadratic_growth (fun _ => c).
Proof. apply (growth_lipschitz 0). intros x y. rewrite Rminus_eq_0, Rabs_R0. lra. Qed.

Lemma functional_const c : G (fun _ => c) = c.
Proof.
  destruct HG as (One & Lin & _). rewrite (functional_ext _ (fun _ => c * 1 + 0 * 1)) by (intros; ring).
  rewrite Lin, One by apply growth_const. ring.
Qed.

Lemma growth_scale a f : quadratic_growth f -> quadratic_growth (fun z => a * f z).
Proof.
  intros H. replace (fun z => a * f z) with (fun z => a * f z + 0 * f z); [now apply growth_linear|].
  apply functional_extensionality. intros. ring.
Qed.

Lemma functional_scale a f : quadratic_growth f -> G (fun z => a * f z) = a * G f.
Proof.
  intros Hf. destruct HG as (_ & Lin & _). rewrite (functional_ext _ (fun z => a * f z + 0 * f z)) by (intros; ring).
  rewrite Lin by assumption. ring.
Qed.

Lemma functional_difference a f g : quadratic_growth f -> quadratic_growth g ->
  quadratic_growth (fun z => f z - a * g z) /\ G (fun z => f z - a * g z) = G f - a * G g.
Proof.
  intros Hf Hg. destruct HG as (_ & Lin & _).
  assert (E : (fun z => f z - a * g z) = (fun z => 1 * f z + - a * g z))
    by (apply functional_extensionality; intros; ring).
  rewrite E. split; [now apply growth_linear|]. rewrite Lin by assumption. ring.
Qed.

(** It keeps bounds. *)
Lemma functional_abs f g : quadratic_growth f -> quadratic_growth g -> (forall z, Rabs (f z) <= g z) ->
  Rabs (G f) <= G g.
Proof.
  intros Hf Hg H. destruct HG as (_ & _ & Mono & _). apply Rabs_le. split.
  - enough (-1 * G g <= G f) by lra. rewrite <- functional_scale by exact Hg.
    apply Mono; [now apply growth_scale|exact Hf|]. intros z. specialize (H z). apply Rabs_le_between in H. lra.
  - apply Mono; [exact Hf|exact Hg|]. intros z. eapply Rle_trans; [apply Rle_abs|apply H].
Qed.

(** E Z^2 = 1 and E|Z| <= 1. *)
Lemma growth_square : quadratic_growth (fun z => z * z).
Proof. apply (growth_times 1 id). intros x y. unfold id. lra. Qed.

Lemma functional_square : G (fun z => z * z) = 1.
Proof.
  destruct HG as (One & _ & _ & Stein). rewrite (Stein (fun z => z) (fun _ => 1) 1); [exact One| | |].
  - intros z. apply derivable_pt_lim_id.
  - now apply continuity_const.
  - intros z. rewrite Rabs_R1. lra.
Qed.

(** |z| has quadratic growth, too. *)
Lemma growth_abs : quadratic_growth Rabs.
Proof. apply (growth_lipschitz 1). intros x y. rewrite Rmult_1_l. apply Rabs_triang_inv2. Qed.

Lemma functional_abs_1 : G Rabs <= 1.
Proof.
  destruct HG as (One & Lin & Mono & _). apply Rle_trans with (G (fun z => / 2 * 1 + / 2 * (z * z))).
  - apply Mono; [apply growth_abs|apply growth_linear; [apply growth_const|apply growth_square]|].
    intros z. rewrite Rmult_1_r. apply abs_below_square.
  - rewrite Lin, One, functional_square by (apply growth_const || apply growth_square). lra.
Qed.

(** At t = 0 nothing is averaged; bounds and Lipschitz constants survive. *)
Lemma smoothed_0 f s : smoothed G f 0 s = f s.
Proof.
  unfold smoothed. rewrite (functional_ext _ (fun _ => f s)); [apply functional_const|].
  intros z. f_equal. ring.
Qed.

Lemma growth_affine L g s t : lipschitz_by L g -> quadratic_growth (fun z => g (s + t * z)).
Proof. intros H. apply (growth_lipschitz (L * Rabs t)). now apply lipschitz_affine. Qed.

Lemma smoothed_lipschitz L g t : lipschitz_by L g -> lipschitz_by L (smoothed G g t).
Proof.
  intros H x y. unfold smoothed.
  destruct (functional_difference 1 (fun z => g (x + t * z)) (fun z => g (y + t * z))) as [Gr E];
    [now apply (growth_affine L)|now apply (growth_affine L)|].
  rewrite Rmult_1_l in E. rewrite <- E, <- (functional_const (L * Rabs (x - y))).
  apply functional_abs; [exact Gr|apply growth_const|]. intros z. rewrite Rmult_1_l. eapply Rle_trans; [apply H|].
  right. do 2 f_equal. ring.
Qed.

Lemma smoothed_in_scale L g s t t' : lipschitz_by L g -> 0 <= L ->
  Rabs (smoothed G g t' s - smoothed G g t s) <= L * Rabs (t' - t).
Proof.
  intros H PL. unfold smoothed.
  destruct (functional_difference 1 (fun z => g (s + t' * z)) (fun z => g (s + t * z))) as [Gr E];
    [now apply (growth_affine L)|now apply (growth_affine L)|].
  rewrite Rmult_1_l in E. rewrite <- E. apply Rle_trans with (G (fun z => L * Rabs (t' - t) * Rabs z)).
  - apply functional_abs; [exact Gr|apply growth_scale, growth_abs|]. intros z. rewrite Rmult_1_l.
    eapply Rle_trans; [apply H|]. rewrite Rmult_assoc, <- Rabs_mult. right. do 2 f_equal. ring.
  - rewrite functional_scale by apply growth_abs. pose proof functional_abs_1 as A. pose proof (Rabs_pos (t' - t)) as P.
    rewrite <- (Rmult_1_r (L * Rabs (t' - t))) at 2. apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact A].
Qed.

Variables (K : R) (f f1 f2 : R -> R).
Hypothesis T : test_function K f f1 f2.

(** Its Taylor sums are smoothed with it. *)
Lemma smoothed_taylor t s x :
  Rabs (smoothed G f t (s + x) - smoothed G f t s - x * smoothed G f1 t s - x ^ 2 / 2 * smoothed G f2 t s)
    <= K * Rabs x ^ 3.
Proof.
  destruct (test_lipschitz _ _ _ _ T) as (PK & L0 & L1 & L2). unfold smoothed.
  destruct (functional_difference 1 (fun z => f (s + x + t * z)) (fun z => f (s + t * z))) as [A1 E1];
    [now apply (growth_affine K)|now apply (growth_affine K)|].
  destruct (functional_difference x _ (fun z => f1 (s + t * z)) A1) as [A2 E2]; [now apply (growth_affine K)|].
  destruct (functional_difference (x ^ 2 / 2) _ (fun z => f2 (s + t * z)) A2) as [A3 E3];
    [now apply (growth_affine K)|].
  rewrite E1 in E2. rewrite E2, Rmult_1_l in E3. rewrite <- E3, <- (functional_const (K * Rabs x ^ 3)).
  apply functional_abs; [exact A3|apply growth_const|]. intros z. rewrite Rmult_1_l.
  replace (s + x + t * z) with (s + t * z + x) by ring. now apply taylor.
Qed.

(** The heat equation: the derivative in t is t times the second one in s. *)
Lemma smoothed_derivative t s : derivable_pt_lim (fun t => smoothed G f t s) t (t * smoothed G f2 t s).
Proof.
  destruct (test_lipschitz _ _ _ _ T) as (PK & L0 & L1 & L2). destruct T as (D & B & _).
  assert (St : G (fun z => z * f1 (s + t * z)) = t * smoothed G f2 t s).
  { destruct HG as (_ & _ & _ & Stein).
    rewrite (Stein (fun z => f1 (s + t * z)) (fun z => t * f2 (s + t * z)) (Rabs t * K)).
    - apply functional_scale. now apply (growth_affine K).
    - intros z. apply is_derive_Reals.
      replace (t * f2 (s + t * z)) with (scal t (f2 (s + t * z))) by reflexivity.
      apply (is_derive_comp f1 (fun z => s + t * z)); [apply is_derive_Reals, D|auto_derive; [trivial|ring]].
    - apply (lipschitz_continuous (Rabs t * (K * Rabs t))). intros x y.
      rewrite <- Rmult_minus_distr_l, Rabs_mult, Rmult_assoc.
      apply Rmult_le_compat_l; [apply Rabs_pos|]. now apply (lipschitz_affine K f2).
    - intros z. rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|apply B]. }
  intros eta He. assert (Pd : 0 < eta / (2 * (K + 1))) by (apply Rdiv_lt_0_compat; lra).
  exists (mkposreal _ Pd). intros h Nh Hh. simpl in Hh.
  assert (A : Rabs (smoothed G f (t + h) s - smoothed G f t s - h * (t * smoothed G f2 t s)) <= K * (h * h)).
  { rewrite <- St. unfold smoothed.
    destruct (functional_difference 1 (fun z => f (s + (t + h) * z)) (fun z => f (s + t * z))) as [A1 E1];
      [now apply (growth_affine K)|now apply (growth_affine K)|].
    destruct (functional_difference h _ (fun z => z * f1 (s + t * z)) A1) as [A2 E2].
    { apply (growth_times (K * Rabs t) (fun z => f1 (s + t * z))). now apply lipschitz_affine. }
    rewrite E1, Rmult_1_l in E2. rewrite <- E2. apply Rle_trans with (G (fun z => K * (h * h) * (z * z)));
      [|rewrite functional_scale, functional_square by apply growth_square; lra].
    apply functional_abs; [exact A2|apply growth_scale, growth_square|]. intros z. rewrite Rmult_1_l.
    replace (s + (t + h) * z) with (s + t * z + h * z) by ring.
    replace (h * (z * f1 (s + t * z))) with (h * z * f1 (s + t * z)) by ring.
    replace (K * (h * h) * (z * z)) with (Rabs (h * z) * (K * Rabs (h * z))).
    - apply (increment f f1 (s + t * z) (h * z) _ _ (fun u => proj1 (D u))). intros u Hu.
      eapply Rle_trans; [apply L1|]. now apply Rmult_le_compat_l.
    - replace (Rabs (h * z) * (K * Rabs (h * z))) with (K * (Rabs (h * z) * Rabs (h * z))) by ring.
      rewrite <- Rabs_mult, Rabs_pos_eq by (pose proof (Rle_0_sqr (h * z)) as S; exact S). ring. }
  replace ((smoothed G f (t + h) s - smoothed G f t s) / h - t * smoothed G f2 t s)
    with ((smoothed G f (t + h) s - smoothed G f t s - h * (t * smoothed G f2 t s)) / h) by (field; exact Nh).
  unfold Rdiv at 1. rewrite Rabs_mult, Rabs_inv.
  assert (Ph : 0 < Rabs h) by now apply Rabs_pos_lt.
  apply (Rmult_lt_reg_r (Rabs h)); [exact Ph|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  eapply Rle_lt_trans; [exact A|]. rewrite <- (Rabs_pos_eq (h * h)) by (apply Rle_0_sqr).
  rewrite Rabs_mult, <- Rmult_assoc.
  apply Rmult_lt_compat_r; [exact Ph|]. apply (Rmult_lt_compat_l (2 * (K + 1))) in Hh; [|lra].
  replace (2 * (K + 1) * (eta / (2 * (K + 1)))) with eta in Hh by (field; lra). nra.
Qed.

(** So a little more of the normal variable adds the second derivative times half of the variance. *)
Lemma smoothed_more t t' s delta : 0 <= t <= t' -> t' ^ 2 - t ^ 2 = delta ->
  Rabs (smoothed G f t' s - smoothed G f t s - delta / 2 * smoothed G f2 t s) <= K * (delta * sqrt delta).
Proof.
  intros Ht Ed. destruct (test_lipschitz _ _ _ _ T) as (PK & L0 & L1 & L2).
  set (h := fun r => smoothed G f r s - (r ^ 2 - t ^ 2) / 2 * smoothed G f2 t s).
  set (h' := fun r => r * smoothed G f2 r s - r * smoothed G f2 t s).
  assert (Dh : forall r, derivable_pt_lim h r (h' r)).
  { intros r.
    apply (derivable_pt_lim_minus (fun r => smoothed G f r s) (fun r => (r ^ 2 - t ^ 2) / 2 * smoothed G f2 t s)).
    - apply smoothed_derivative.
    - apply is_derive_Reals. auto_derive; [trivial|]. field. }
  pose proof (increment h h' t (t' - t) 0 (t' * (K * (t' - t))) Dh) as I.
  replace (t + (t' - t)) with t' in I by ring. unfold h in I. rewrite Ed in I.
  replace (smoothed G f t' s - delta / 2 * smoothed G f2 t s -
    (smoothed G f t s - (t ^ 2 - t ^ 2) / 2 * smoothed G f2 t s) - (t' - t) * 0) with (smoothed G f t' s - smoothed G f t s - delta / 2 * smoothed G f2 t s) in I by field.
  rewrite (Rabs_pos_eq (t' - t)) in I by lra.
  apply Rle_trans with ((t' - t) * (t' * (K * (t' - t)))).
  - apply I. intros r Hr. rewrite Rminus_0_r. unfold h'. rewrite <- Rmult_minus_distr_l, Rabs_mult.
    pose proof (smoothed_in_scale K f2 s t r L2 PK) as S. apply Rmult_le_compat; try apply Rabs_pos.
    + apply Rabs_le_between in Hr. apply Rabs_le. lra.
    + eapply Rle_trans; [exact S|]. now apply Rmult_le_compat_l.
  - assert (Pd : 0 <= delta) by nra. assert (Q : t' - t <= sqrt delta).
    { apply Rsqr_incr_0_var; [|apply sqrt_pos]. rewrite Rsqr_sqrt by exact Pd. unfold Rsqr. nra. }
    replace ((t' - t) * (t' * (K * (t' - t)))) with (K * ((t' - t) * t' * (t' - t))) by ring.
    apply Rmult_le_compat_l; [exact PK|]. apply Rmult_le_compat; nra.
Qed.
End Normal.
