//! The order in which the calls of a graph can be made (Kahn 1962).

use crate::error::{Error, Result};

/// Indices so that each call comes after those it needs. Ties keep the order of the file.
///
/// `needs[i]` are the calls whose outputs call `i` takes; all indices are below `needs.len()`.
pub fn topological_order(needs: &[Vec<usize>]) -> Result<Vec<usize>> {
    let mut missing: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut followers = vec![Vec::new(); needs.len()];
    for (call, needed) in needs.iter().enumerate() {
        for &other in needed {
            followers[other].push(call);
        }
    }
    let mut ready: std::collections::BTreeSet<usize> =
        (0..needs.len()).filter(|&i| missing[i] == 0).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(call) = ready.pop_first() {
        order.push(call);
        for &follower in &followers[call] {
            missing[follower] -= 1;
            if missing[follower] == 0 {
                ready.insert(follower);
            }
        }
    }
    if order.len() < needs.len() {
        return Err(Box::new(Error::InvalidGraph {
            detail: "some layers feed each other in a circle".into(),
        }));
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::topological_order;

    #[test]
    fn calls_follow_what_they_need() {
        assert_eq!(
            topological_order(&[vec![2], vec![0, 2], vec![]]).ok(),
            Some(vec![2, 0, 1])
        );
    }

    #[test]
    fn circles_are_refused() {
        let error = topological_order(&[vec![1], vec![0]]).map_err(|e| e.code());
        assert_eq!(error, Err("invalid_graph"));
    }
}
