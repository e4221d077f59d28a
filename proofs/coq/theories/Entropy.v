(** Strong convexity on the simplex of a sum of one-variable functions, from their second derivatives; the
    negative entropy is strongly convex for every d. *)

From Coq Require Import Reals Lra Lia.
From TightMax Require Import Vectors Smoothing Converse.
Open Scope R_scope.

(** ** Logarithms *)

Lemma ln_le_minus_1 x : 0 < x -> ln x <= x - 1.
Proof. intros Hx. pose proof (exp_ineq1_le (ln x)). rewrite exp_ln in H by exact Hx. lra. Qed.

Lemma ln_le_mono x y : 0 < x -> x <= y -> ln x <= ln y.
Proof. intros Hx [H| ->]; [left; now apply ln_increasing|lra]. Qed.

(** The tangent of x ln x at c lies below it. *)
Lemma xlnx_tangent x c : 0 <= x -> 0 < c -> x * ln c + x - c <= x * ln x.
Proof.
  intros [Hx|<-] Hc; [|lra].
  assert (Hq : 0 < c / x) by (now apply Rdiv_lt_0_compat).
  pose proof (ln_le_minus_1 _ Hq) as H. unfold Rdiv in H at 1.
  rewrite ln_mult, ln_Rinv in H by (try apply Rinv_0_lt_compat; assumption).
  apply (Rmult_le_compat_l x) in H; [|lra].
  replace (x * (c / x - 1)) with (c - x) in H by (field; lra). lra.
Qed.

Lemma xlnx_le x c : 0 <= x <= c -> x * ln x <= x * ln c.
Proof. intros [[Hx|<-] Hc]; [|lra]. apply Rmult_le_compat_l; [lra|]. apply ln_le_mono; lra. Qed.

Lemma derivable_pt_lim_xlnx x : 0 < x -> derivable_pt_lim (fun x => x * ln x) x (ln x + 1).
Proof.
  intros Hx. replace (ln x + 1) with (1 * ln x + x * / x) by (field; lra).
  apply (derivable_pt_lim_mult id ln); [apply derivable_pt_lim_id|now apply derivable_pt_lim_ln].
Qed.

(** x ln x tends to 0 at 0; to the left of 0 Coq's logarithm is 0. *)
Lemma continuity_pt_xlnx x : 0 <= x -> continuity_pt (fun x => x * ln x) x.
Proof.
  intros [Hx|<-].
  - apply derivable_continuous_pt. exists (ln x + 1). now apply derivable_pt_lim_xlnx.
  - intros eps He. set (c := eps / 2). set (b := Rabs (ln c) + 2).
    assert (Hc : 0 < c) by (unfold c; lra).
    assert (Hb : 0 < b) by (unfold b; pose proof (Rabs_pos (ln c)); lra).
    assert (Hq : 0 < c / b) by (now apply Rdiv_lt_0_compat).
    exists (Rmin 1 (c / b)). split; [now apply Rmin_glb_lt; [lra|]|].
    intros x [_ Hx]. simpl in *. unfold R_dist in *. rewrite Rminus_0_r in Hx. rewrite Rmult_0_l, Rminus_0_r.
    destruct (Rle_dec x 0) as [Hn|Hp].
    + replace (x * ln x) with 0; [rewrite Rabs_R0; exact He|].
      unfold ln. destruct (Rlt_dec 0 x) as [H|_]; [destruct (Rlt_not_le _ _ H Hn)|ring].
    + apply Rnot_le_lt in Hp. rewrite Rabs_right in Hx by lra.
      assert (H1 : x < 1) by (eapply Rlt_le_trans; [exact Hx|apply Rmin_l]).
      assert (H2 : x < c / b) by (eapply Rlt_le_trans; [exact Hx|apply Rmin_r]).
      assert (H3 : x * b < c).
      { apply (Rmult_lt_compat_r b) in H2; [|exact Hb].
        replace (c / b * b) with c in H2 by (field; lra). lra. }
      pose proof (xlnx_tangent x c ltac:(lra) Hc) as H4.
      assert (H5 : x * ln x <= x * ln 1) by (apply xlnx_le; lra). rewrite ln_1 in H5.
      assert (H6 : - Rabs (ln c) <= ln c) by (unfold Rabs; destruct (Rcase_abs _); lra).
      apply (Rmult_le_compat_l x) in H6; [|lra].
      rewrite Rabs_left1 by lra. unfold b in H3. unfold c in *. lra.
Qed.

(** ** From second derivatives to the two-point inequality *)

Lemma mean_value f f' a b :
  a < b -> (forall c, a <= c <= b -> continuity_pt f c) ->
  (forall c, a < c < b -> derivable_pt_lim f c (f' c)) ->
  exists c, a < c < b /\ f b - f a = f' c * (b - a).
Proof.
  intros Hab Hf Hd.
  assert (pf : forall c, a < c < b -> derivable_pt f c) by (intros c Hc; exists (f' c); now apply Hd).
  assert (pid : forall c, a < c < b -> derivable_pt id c) by (intros; apply derivable_pt_id).
  destruct (MVT f id a b pf pid Hab Hf) as [c [Hc E]].
  { intros. apply derivable_continuous_pt, derivable_pt_id. }
  exists c. split; [exact Hc|].
  rewrite (derive_pt_eq_0 f c (f' c) (pf c Hc)) in E by now apply Hd.
  rewrite (derive_pt_eq_0 id c 1 (pid c Hc)) in E by apply derivable_pt_lim_id.
  unfold id in E. lra.
Qed.

(** A function on [0,1] with a nonnegative second derivative inside lies below its chord. *)
Lemma below_chord f f' f'' s :
  (forall t, 0 <= t <= 1 -> continuity_pt f t) ->
  (forall t, 0 < t < 1 -> derivable_pt_lim f t (f' t)) ->
  (forall t, 0 < t < 1 -> derivable_pt_lim f' t (f'' t)) ->
  (forall t, 0 < t < 1 -> 0 <= f'' t) ->
  0 <= s <= 1 -> f s <= (1 - s) * f 0 + s * f 1.
Proof.
  intros Hc H1 H2 Hpos Hs.
  destruct (Req_dec s 0) as [->|]; [lra|]. destruct (Req_dec s 1) as [->|]; [lra|].
  destruct (mean_value f f' 0 s) as [p [Hp Ep]]; [lra|intros; apply Hc; lra|intros; apply H1; lra|].
  destruct (mean_value f f' s 1) as [q [Hq Eq]]; [lra|intros; apply Hc; lra|intros; apply H1; lra|].
  destruct (mean_value f' f'' p q) as [r [Hr Er]]; [lra| |intros; apply H2; lra|].
  { intros t Ht. apply derivable_continuous_pt. exists (f'' t). apply H2; lra. }
  assert (H3 : f' p <= f' q).
  { assert (0 <= f'' r * (q - p)) by (apply Rmult_le_pos; [apply Hpos; lra|lra]). lra. }
  apply (Rmult_le_compat_l (s * (1 - s))) in H3; [|apply Rmult_le_pos; lra].
  assert (E1 : (1 - s) * (f s - f 0) = s * (1 - s) * f' p) by (rewrite Ep; ring).
  assert (E2 : s * (f 1 - f s) = s * (1 - s) * f' q) by (rewrite Eq; ring).
  lra.
Qed.

Lemma derivable_pt_lim_sum d (F : nat -> R -> R) (l : vec) s :
  (forall i, (i < d)%nat -> derivable_pt_lim (F i) s (l i)) ->
  derivable_pt_lim (fun t => sum d (fun i => F i t)) s (sum d l).
Proof.
  induction d as [|d IH]; intros H; simpl; [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_plus (fun t => sum d (fun i => F i t)) (F d)).
  - apply IH. intros. apply H. lia.
  - apply H. lia.
Qed.

Lemma continuity_pt_sum d (F : nat -> R -> R) s :
  (forall i, (i < d)%nat -> continuity_pt (F i) s) -> continuity_pt (fun t => sum d (fun i => F i t)) s.
Proof.
  induction d as [|d IH]; intros H; simpl; [apply continuity_pt_const; intros ? ?; reflexivity|].
  apply (continuity_pt_plus (fun t => sum d (fun i => F i t)) (F d)).
  - apply IH. intros. apply H. lia.
  - apply H. lia.
Qed.

(** One entry along a segment. *)
Lemma derivable_pt_lim_line a b s : derivable_pt_lim (fun t => (1 - t) * a + t * b) s (b - a).
Proof.
  assert (H : derivable_pt_lim (fct_cte a + mult_real_fct (b - a) id)%F s (0 + (b - a) * 1)).
  { apply derivable_pt_lim_plus; [apply derivable_pt_lim_const|].
    apply derivable_pt_lim_scal, derivable_pt_lim_id. }
  replace (b - a) with (0 + (b - a) * 1) by ring. intros eps He. destruct (H eps He) as [delta Hd].
  exists delta. intros h Hh Hl. specialize (Hd h Hh Hl).
  unfold plus_fct, fct_cte, mult_real_fct, id in Hd.
  replace ((1 - (s + h)) * a + (s + h) * b - ((1 - s) * a + s * b))
    with (a + (b - a) * (s + h) - (a + (b - a) * s)) by ring. exact Hd.
Qed.

Lemma derivable_pt_lim_entry f l a b s :
  (a <> b -> derivable_pt_lim f ((1 - s) * a + s * b) l) ->
  derivable_pt_lim (fun t => f ((1 - t) * a + t * b)) s ((b - a) * l).
Proof.
  intros H. destruct (Req_dec a b) as [<-|Hab].
  - intros eps He. exists (mkposreal 1 Rlt_0_1). intros h _ _.
    replace ((1 - (s + h)) * a + (s + h) * a) with ((1 - s) * a + s * a) by ring.
    replace (_ - _) with 0 by (unfold Rdiv; ring). now rewrite Rabs_R0.
  - rewrite Rmult_comm. apply (derivable_pt_lim_comp (fun t => (1 - t) * a + t * b) f).
    + apply derivable_pt_lim_line.
    + now apply H.
Qed.

Lemma mix_entry_inside a b s : 0 <= a <= 1 -> 0 <= b <= 1 -> a <> b -> 0 < s < 1 ->
  0 < (1 - s) * a + s * b < 1.
Proof.
  intros Ha Hb Hab Hs. split.
  - destruct (Req_dec a 0) as [->|].
    + assert (0 < s * b) by (apply Rmult_lt_0_compat; lra). lra.
    + assert (0 < (1 - s) * a) by (apply Rmult_lt_0_compat; lra).
      assert (0 <= s * b) by (apply Rmult_le_pos; lra). lra.
  - destruct (Req_dec a 1) as [->|].
    + assert (0 < s * (1 - b)) by (apply Rmult_lt_0_compat; lra). lra.
    + assert (0 < (1 - s) * (1 - a)) by (apply Rmult_lt_0_compat; lra).
      assert (0 <= s * (1 - b)) by (apply Rmult_le_pos; lra). lra.
Qed.

(** If v'Hv >= |v|_1^2 for the Hessian H of sum phi(x_i) at every point of the simplex and every v that sums
    to 0 and is zero where x is 0 or 1, then sum phi(x_i) is 1-strongly convex in the l1 norm, up to the
    boundary. *)
Theorem separable_strongly_convex d (phi phi' phi'' : R -> R) :
  (forall x, 0 <= x <= 1 -> continuity_pt phi x) ->
  (forall x, 0 < x < 1 -> derivable_pt_lim phi x (phi' x)) ->
  (forall x, 0 < x < 1 -> derivable_pt_lim phi' x (phi'' x)) ->
  (forall x v, simplex d x -> (forall i, (i < d)%nat -> v i <> 0 -> 0 < x i < 1) -> sum d v = 0 ->
    norm1 d v ^ 2 <= sum d (fun i => v i ^ 2 * phi'' (x i))) ->
  strongly_convex d (fun x => sum d (fun i => phi (x i))).
Proof.
  intros Hc H1 H2 Hq a b s Ha Hb Hs. set (v := sub b a). set (n := norm1 d v ^ 2 / 2).
  set (x := fun t i => (1 - t) * a i + t * b i).
  assert (Hx : forall t, 0 <= t <= 1 -> simplex d (x t)) by (intros; now apply simplex_mix).
  assert (Hin : forall t i, (i < d)%nat -> 0 < t < 1 -> a i <> b i -> 0 < x t i < 1).
  { intros t i Hi Ht Hab. apply mix_entry_inside; try assumption;
      (split; [now apply Ha || now apply Hb|eapply simplex_le_1; eassumption]). }
  assert (Hsq : forall k t, derivable_pt_lim (fun t => k * t ^ 2) t (k * (2 * t))).
  { intros k t. apply (derivable_pt_lim_scal (fun t => t ^ 2)).
    replace (2 * t) with (INR 2 * t ^ pred 2) by (simpl; ring). apply derivable_pt_lim_pow. }
  pose proof (below_chord
    (fun t => sum d (fun i => phi (x t i)) - n * t ^ 2)
    (fun t => sum d (fun i => v i * phi' (x t i)) - n * (2 * t))
    (fun t => sum d (fun i => v i * (v i * phi'' (x t i))) - n * 2) s) as H.
  assert (E : norm1 d (sub a b) = norm1 d v).
  { apply sum_ext. intros i _. unfold v, sub. apply Rabs_minus_sym. }
  rewrite E. cbv beta. change (mix s a b) with (x s).
  assert (E0 : sum d (fun i => phi (x 0 i)) = sum d (fun i => phi (a i))).
  { apply sum_ext. intros i _. f_equal. unfold x. ring. }
  assert (E1 : sum d (fun i => phi (x 1 i)) = sum d (fun i => phi (b i))).
  { apply sum_ext. intros i _. f_equal. unfold x. ring. }
  cbv beta in H. rewrite E0, E1 in H.
  enough (Hchord : sum d (fun i => phi (x s i)) - n * s ^ 2 <=
    (1 - s) * (sum d (fun i => phi (a i)) - n * 0 ^ 2) + s * (sum d (fun i => phi (b i)) - n * 1 ^ 2)).
  { unfold n in Hchord. lra. }
  apply H; [| | | |exact Hs].
  - intros t Ht. apply (continuity_pt_minus (fun t => sum d (fun i => phi (x t i))) (fun t => n * t ^ 2)).
    + apply continuity_pt_sum. intros i Hi. apply (continuity_pt_comp (fun t => x t i) phi).
      * apply derivable_continuous_pt. exists (b i - a i). apply derivable_pt_lim_line.
      * apply Hc. split; [apply (Hx t Ht); exact Hi|eapply simplex_le_1; [apply (Hx t Ht)|exact Hi]].
    + apply derivable_continuous_pt. exists (n * (2 * t)). apply Hsq.
  - intros t Ht. apply (derivable_pt_lim_minus (fun t => sum d (fun i => phi (x t i))) (fun t => n * t ^ 2)).
    + apply (derivable_pt_lim_sum d (fun i t => phi (x t i)) (fun i => v i * phi' (x t i))). intros i Hi.
      apply derivable_pt_lim_entry. intros Hab. apply H1. now apply Hin.
    + apply Hsq.
  - intros t Ht.
    apply (derivable_pt_lim_minus (fun t => sum d (fun i => v i * phi' (x t i))) (fun t => n * (2 * t))).
    + apply (derivable_pt_lim_sum d (fun i t => v i * phi' (x t i)) (fun i => v i * (v i * phi'' (x t i)))).
      intros i Hi. apply (derivable_pt_lim_scal (fun t => phi' (x t i))).
      apply derivable_pt_lim_entry. intros Hab. apply H2. now apply Hin.
    + apply (derivable_pt_lim_scal (fun t => 2 * t)).
      pose proof (derivable_pt_lim_scal id 2 t 1 (derivable_pt_lim_id t)) as H2t.
      rewrite Rmult_1_r in H2t. exact H2t.
  - intros t Ht. assert (Hv : norm1 d v ^ 2 <= sum d (fun i => v i ^ 2 * phi'' (x t i))).
    { apply Hq.
      - apply Hx. lra.
      - intros i Hi Hvi. apply Hin; try assumption. intros Eab. apply Hvi. unfold v, sub. lra.
      - unfold v, sub. rewrite sum_minus. destruct Ha as [_ ->], Hb as [_ ->]. ring. }
    rewrite (sum_ext d _ (fun i => v i ^ 2 * phi'' (x t i))) by (intros; ring). unfold n. lra.
Qed.

(** ** The negative entropy *)

Definition entropy (d : nat) (x : vec) : R := sum d (fun i => x i * ln (x i)).

Lemma on_first_entropy d : on_first d (entropy d).
Proof. intros x y H. apply sum_ext. intros i Hi. now rewrite H. Qed.

(** The pointwise form of Cauchy-Schwarz: (|v| - t x)^2 >= 0. *)
Lemma square_over_bound v x t : (v <> 0 -> 0 < x) -> 0 <= x -> 2 * t * Rabs v - t ^ 2 * x <= v ^ 2 * / x.
Proof.
  intros Hv Hx. destruct (Req_dec v 0) as [->|H].
  - rewrite Rabs_R0. pose proof (Rmult_le_pos _ _ (pow2_ge_0 t) Hx). lra.
  - specialize (Hv H). assert (E : v ^ 2 = Rabs v ^ 2) by (symmetry; apply pow2_abs). rewrite E.
    assert (0 <= (Rabs v - t * x) ^ 2 * / x).
    { apply Rmult_le_pos; [apply pow2_ge_0|left; now apply Rinv_0_lt_compat]. }
    replace ((Rabs v - t * x) ^ 2 * / x) with (Rabs v ^ 2 * / x - (2 * t * Rabs v - t ^ 2 * x)) in H0
      by (field; lra). lra.
Qed.

(** Cauchy-Schwarz: |v|_1^2 <= sum v_i^2 / x_i on the simplex. *)
Lemma entropy_hessian d x v :
  simplex d x -> (forall i, (i < d)%nat -> v i <> 0 -> 0 < x i) ->
  norm1 d v ^ 2 <= sum d (fun i => v i ^ 2 * / x i).
Proof.
  intros [Hx Hs] Hv. set (n := norm1 d v).
  assert (H : sum d (fun i => 2 * n * Rabs (v i) - n ^ 2 * x i) <= sum d (fun i => v i ^ 2 * / x i)).
  { apply sum_le. intros i Hi. apply square_over_bound; [now apply Hv|now apply Hx]. }
  rewrite sum_minus, 2 sum_scale, Hs in H. change (sum d (fun i => Rabs (v i))) with n in H. lra.
Qed.

(** The negative entropy sum x_i ln x_i is 1-strongly convex in the l1 norm on the simplex, for every d. *)
Theorem entropy_strongly_convex d : strongly_convex d (entropy d).
Proof.
  apply (separable_strongly_convex d (fun x => x * ln x) (fun x => ln x + 1) (fun x => / x)).
  - intros x Hx. apply continuity_pt_xlnx. lra.
  - intros x Hx. apply derivable_pt_lim_xlnx. lra.
  - intros x Hx. replace (/ x) with (/ x + 0) by ring.
    apply (derivable_pt_lim_plus ln (fct_cte 1));
      [apply derivable_pt_lim_ln; lra|apply derivable_pt_lim_const].
  - intros x v Hx Hv _. apply entropy_hessian; [exact Hx|]. intros i Hi Hn. now apply Hv.
Qed.

(** Its values on the simplex lie between -ln d and 0. *)
Theorem entropy_range d x : (1 <= d)%nat -> simplex d x -> - ln (INR d) <= entropy d x <= 0.
Proof.
  intros Hd Hx. assert (Hp : 0 < INR d) by (apply lt_0_INR; lia). destruct (Hx) as [Hn Hs]. split.
  - assert (H : sum d (fun i => (- ln (INR d) + 1) * x i - / INR d) <= entropy d x).
    { apply sum_le. intros i Hi.
      pose proof (xlnx_tangent (x i) (/ INR d) (Hn i Hi) (Rinv_0_lt_compat _ Hp)) as H.
      rewrite ln_Rinv in H by exact Hp. lra. }
    rewrite sum_minus, sum_scale, Hs, sum_const in H. rewrite Rinv_r in H by lra. lra.
  - unfold entropy. rewrite <- (sum_zero d). apply sum_le. intros i Hi.
    replace 0 with (x i * ln 1) by (rewrite ln_1; ring). apply xlnx_le.
    split; [now apply Hn|now apply (simplex_le_1 d)].
Qed.

(** The maximum of d numbers has a smoothing with gap ln d. *)
Theorem entropy_upper d : (1 <= d)%nat -> exists f, smoothing d (ln (INR d)) f.
Proof.
  intros Hd. apply (smoothing_exists d _ (entropy d)); [exact Hd|apply on_first_entropy| |].
  - apply entropy_strongly_convex.
  - intros x. now apply entropy_range.
Qed.
